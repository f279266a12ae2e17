/** The ubus object `mini-mwan`, served by rpcd. */
import type { UbusMethod } from "ucode:ubus";
import { objectName } from "../shared/contract.ts";
import type { MethodName } from "../shared/contract.ts";
import { diagnostics, explain } from "./late.ts";
import { methodOf } from "./method.ts";
import { readEffectiveConfig } from "./methods/config.ts";
import { control } from "./methods/control.ts";
import { answerEvents } from "./methods/events.ts";
import { history } from "./methods/history.ts";
import { interfaces } from "./methods/interfaces.ts";
import { probe, use } from "./methods/orders.ts";
import { answerStatus } from "./methods/status.ts";
import { validate } from "./methods/validate.ts";
import { whatIf } from "./methods/what-if.ts";

const methods: Record<MethodName, UbusMethod> = {
  status: methodOf("status", (args) => answerStatus(args)),
  config: methodOf("config", () => readEffectiveConfig()),
  interfaces: methodOf("interfaces", () => interfaces()),
  validate: methodOf("validate", (args) => validate(args)),
  history: methodOf("history", (args) => history(args)),
  events: methodOf("events", (args) => answerEvents(args)),
  explain: methodOf("explain", (args) => explain(args)),
  what_if: methodOf("what_if", (args) => whatIf(args)),
  diagnostics: methodOf("diagnostics", () => diagnostics()),
  control: methodOf("control", (args) => control(args)),
  use: methodOf("use", (args) => use(args)),
  probe: methodOf("probe", (args) => probe(args)),
};

/** What rpcd publishes: methods by object name. */
const object = { [objectName]: methods };

export { object };

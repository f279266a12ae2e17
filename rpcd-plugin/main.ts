/** The ubus object `mini-mwan`, served by rpcd. */
import type { UbusMethod } from "ucode:ubus";
import { objectName } from "../shared/contract.ts";
import type { MethodName } from "../shared/contract.ts";
import { readEffectiveConfig } from "./methods/config.ts";
import { control } from "./methods/control.ts";
import { readStatus } from "./methods/status.ts";

const methods: Record<MethodName, UbusMethod> = {
  status: { args: {}, call: () => readStatus() },
  config: { args: {}, call: () => readEffectiveConfig() },
  control: { args: { action: "" }, call: (request) => control(request) },
};

/** What rpcd publishes: methods by object name. */
const object = { [objectName]: methods };

export { object };

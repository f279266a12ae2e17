/** Numbers of another configuration brought into the range of our option. */
import { globalOptions } from "../../shared/global-options.ts";
import { interfaceOptions } from "../../shared/interface-options.ts";
import type { NumberOption } from "../../shared/options.ts";
import { wholeNumberOf } from "../../shared/router/number.ts";
import { textOf } from "./draft.ts";

/** Our options that imports set numbers of. */
const numberOptions = {
  check_interval: globalOptions.check_interval,
  metric: interfaceOptions.metric,
  weight: interfaceOptions.weight,
  ping_count: interfaceOptions.ping_count,
  ping_timeout: interfaceOptions.ping_timeout,
  reliability: interfaceOptions.reliability,
  fall: interfaceOptions.fall,
  rise: interfaceOptions.rise,
  failure_loss: interfaceOptions.failure_loss,
  recovery_loss: interfaceOptions.recovery_loss,
  failure_latency: interfaceOptions.failure_latency,
  recovery_latency: interfaceOptions.recovery_latency,
} as const satisfies Record<string, NumberOption>;

type NumberName = keyof typeof numberOptions;

interface NumberReading {
  /** Null when it is no whole number. */
  value: string | null;
  /** What to add when it had to be changed, else empty; alone, why there is no value. */
  remark: string;
}

/** The number within the range that the option `name` allows. */
function numberWithin(name: NumberName, raw: unknown): NumberReading {
  const spec: NumberOption = numberOptions[name];
  const number = wholeNumberOf(textOf(raw) ?? "");
  if (number == null) {
    return { value: null, remark: "it is no whole number" };
  }
  if (number < spec.min) {
    return { value: `${spec.min}`, remark: ", the least that there is" };
  }
  return number > spec.max
    ? { value: `${spec.max}`, remark: ", the most that there is" }
    : { value: `${number}`, remark: "" };
}

export { numberWithin };
export type { NumberName };

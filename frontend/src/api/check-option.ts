/** Whether a value may be saved, by the schemas made from the option table. */
import {
  globalOptionSchemas,
  interfaceOptionSchemas,
  ruleOptionSchemas,
} from "../../../shared/schema/options.ts";
import type { OptionSchema, RawValue } from "../../../shared/schema/options.ts";

const schemas: Record<"global" | "interface" | "rule", Record<string, OptionSchema>> = {
  global: globalOptionSchemas,
  interface: interfaceOptionSchemas,
  rule: ruleOptionSchemas,
};

/** `option` is one of the table's for that kind of section. */
function isValidOption(kind: keyof typeof schemas, option: string, value: RawValue): boolean {
  return schemas[kind][option]?.safeParse(value).success === true;
}

export { flagOf } from "../../../shared/schema/options.ts";
export { isValidOption };

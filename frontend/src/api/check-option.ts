/** Whether a value may be saved, by the schemas made from the option table. */
import type { GlobalOptionName, InterfaceOptionName } from "../../../shared/options.ts";
import { globalOptionSchemas, interfaceOptionSchemas } from "../../../shared/schema/options.ts";
import type { RawValue } from "../../../shared/schema/options.ts";

function isValidGlobalOption(option: GlobalOptionName, value: RawValue): boolean {
  return globalOptionSchemas[option].safeParse(value).success;
}

function isValidInterfaceOption(option: InterfaceOptionName, value: RawValue): boolean {
  return interfaceOptionSchemas[option].safeParse(value).success;
}

export { flagOf } from "../../../shared/schema/options.ts";
export { isValidGlobalOption, isValidInterfaceOption };

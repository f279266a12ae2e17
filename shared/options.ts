/**
 * The option table: every UCI option of `/etc/config/mini-mwan`, once, in global-options and
 * interface-options. The daemon's reader, the zod schemas, the form and the README's table all come
 * from it.
 */
import type { globalOptions } from "./global-options.ts";
import type { interfaceOptions } from "./interface-options.ts";
import type { AddressesOption, ChoiceOption, NumberOption, OptionSpec } from "./option-types.ts";

type GlobalOptionName = keyof typeof globalOptions;
type InterfaceOptionName = keyof typeof interfaceOptions;

/** UCI package name, also the name of the service and of the ubus object. */
const packageName = "mini-mwan";

/** At most this many uplinks, where the mark mask has room for them. */
const maxUplinks = 60;

export { packageName, maxUplinks };
export type {
  OptionSpec,
  NumberOption,
  ChoiceOption,
  AddressesOption,
  GlobalOptionName,
  InterfaceOptionName,
};

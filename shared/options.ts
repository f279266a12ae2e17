/**
 * The option table: every UCI option of `/etc/config/mini-mwan`, once, in global-options,
 * interface-options and rule-options. The daemon's reader, the zod schemas, the form and the README's table all come
 * from it.
 */
import type { globalOptions } from "./global-options.ts";
import type { interfaceOptions } from "./interface-options.ts";
import type { AddressesOption, ChoiceOption, NumberOption, OptionSpec } from "./option-types.ts";
import type { ruleOptions } from "./rule-options.ts";

type GlobalOptionName = keyof typeof globalOptions;
type InterfaceOptionName = keyof typeof interfaceOptions;
type RuleOptionName = keyof typeof ruleOptions;

/** UCI package name, also the name of the service and of the ubus object. */
const packageName = "mini-mwan";

/** At most this many uplinks, where the mark mask has room for them. */
const maxUplinks = 60;

/** At most this many rules that are switched on: each has a priority of its own. */
const maxRules = 30;

export { packageName, maxUplinks, maxRules };
export type {
  OptionSpec,
  NumberOption,
  ChoiceOption,
  AddressesOption,
  GlobalOptionName,
  InterfaceOptionName,
  RuleOptionName,
};

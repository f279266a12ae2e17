/** What an option can be. */

interface OptionBase {
  /** Short name for people. */
  label: string;
  /** One sentence of help. */
  help: string;
}

interface FlagOption extends OptionBase {
  type: "flag";
  default: boolean;
}

/** A whole number within `min` and `max`, both allowed. */
interface NumberOption extends OptionBase {
  type: "number";
  default: number;
  min: number;
  max: number;
  /** Unit for display, or null for a bare number. */
  unit: "s" | "ms" | "%" | null;
}

interface ChoiceOption extends OptionBase {
  type: "choice";
  default: string;
  choices: readonly string[];
  /** What a bad value means where the default would do harm. */
  fallback?: string;
}

/** A netifd interface name; must be given. */
interface InterfaceNameOption extends OptionBase {
  type: "interface-name";
  default: null;
}

/** One or more IPv4 or IPv6 addresses: a UCI list, or an option with addresses between blanks. */
interface AddressesOption extends OptionBase {
  type: "addresses";
  default: readonly string[];
  maxCount: number;
}

/** Bits of the firewall mark: one run of at least four, as `0x3f00` or decimal. */
interface MaskOption extends OptionBase {
  type: "mask";
  default: string;
}

/** `http://HOST/PATH`, without a port. */
interface UrlOption extends OptionBase {
  type: "url";
  default: string;
}

/** An IPv4 or IPv6 address, alone or with the length of a prefix; empty for any. */
interface PrefixOption extends OptionBase {
  type: "prefix";
  default: null;
}

/** A port, or a range such as `8000-8100`, of 1 to 65534; empty for any. */
interface PortsOption extends OptionBase {
  type: "ports";
  default: null;
}

/** At most 32 printable ASCII characters, no blank first or last; empty for none. */
interface TextOption extends OptionBase {
  type: "text";
  default: null;
}

/** Name of another UCI section; must be given. */
interface SectionOption extends OptionBase {
  type: "section";
  default: null;
}

type OptionSpec =
  | FlagOption
  | NumberOption
  | ChoiceOption
  | InterfaceNameOption
  | AddressesOption
  | MaskOption
  | UrlOption
  | PrefixOption
  | PortsOption
  | TextOption
  | SectionOption;

export type { OptionSpec, NumberOption, ChoiceOption, AddressesOption };

/**
 * The option table: every UCI option of `/etc/config/mini-mwan`, once. The daemon's reader, the zod
 * schemas, the form and the README's table all come from it.
 */

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
  unit: "s" | null;
}

interface ChoiceOption extends OptionBase {
  type: "choice";
  default: string;
  choices: readonly string[];
}

/** A netifd interface name; must be given. */
interface InterfaceNameOption extends OptionBase {
  type: "interface-name";
  default: null;
}

/** One or more IP addresses: a UCI list, or an option with one address. */
interface AddressesOption extends OptionBase {
  type: "addresses";
  default: readonly string[];
  maxCount: number;
}

type OptionSpec = FlagOption | NumberOption | ChoiceOption | InterfaceNameOption | AddressesOption;

const globalOptions = {
  enabled: {
    type: "flag",
    default: false,
    label: "Enabled",
    help: "Whether the service steers traffic at all.",
  },
  mode: {
    type: "choice",
    choices: ["failover", "multi-uplink"],
    default: "failover",
    label: "Mode",
    help: "failover: the working connection with the lowest metric carries everything. multi-uplink: all working connections share by weight.",
  },
  check_interval: {
    type: "number",
    default: 5,
    min: 1,
    max: 3600,
    unit: "s",
    label: "Check interval",
    help: "Time between two rounds of probes.",
  },
} as const satisfies Record<string, OptionSpec>;

const interfaceOptions = {
  enabled: {
    type: "flag",
    default: true,
    label: "Enabled",
    help: "Whether this connection is watched and used.",
  },
  name: {
    type: "interface-name",
    default: null,
    label: "Interface",
    help: "Name of the network interface in OpenWrt, for example wan.",
  },
  ping_target: {
    type: "addresses",
    default: ["1.1.1.1", "8.8.8.8"],
    maxCount: 8,
    label: "Ping targets",
    help: "Addresses on the Internet to ping; one that answers is enough.",
  },
  ping_count: {
    type: "number",
    default: 3,
    min: 1,
    max: 10,
    unit: null,
    label: "Pings per check",
    help: "Pings sent to each target in a round.",
  },
  ping_timeout: {
    type: "number",
    default: 2,
    min: 1,
    max: 10,
    unit: "s",
    label: "Ping timeout",
    help: "A ping without a reply in this time is lost.",
  },
  metric: {
    type: "number",
    default: 100,
    min: 1,
    max: 9999,
    unit: null,
    label: "Metric",
    help: "Order in mode failover: the working connection with the lowest metric is used.",
  },
  weight: {
    type: "number",
    default: 1,
    min: 1,
    max: 100,
    unit: null,
    label: "Weight",
    help: "Share of new connections in mode multi-uplink, relative to the others.",
  },
  fall: {
    type: "number",
    default: 1,
    min: 1,
    max: 10,
    unit: null,
    label: "Rounds to go down",
    help: "Rounds' worth of pings in a row without any reply until it counts as down; more on a line that loses many.",
  },
  rise: {
    type: "number",
    default: 3,
    min: 1,
    max: 20,
    unit: null,
    label: "Rounds to come back",
    help: "Rounds with a reply in a row until it is used again.",
  },
} as const satisfies Record<string, OptionSpec>;

type GlobalOptionName = keyof typeof globalOptions;
type InterfaceOptionName = keyof typeof interfaceOptions;

/** UCI package name, also the name of the service and of the ubus object. */
const packageName = "mini-mwan";

/** At most this many uplinks: their slots must fit the mark's six bits beside the probe mark. */
const maxUplinks = 60;

export { globalOptions, interfaceOptions, packageName, maxUplinks };
export type {
  OptionSpec,
  FlagOption,
  NumberOption,
  ChoiceOption,
  InterfaceNameOption,
  AddressesOption,
  GlobalOptionName,
  InterfaceOptionName,
};

/** Effective options made into settings the engine reads. */
import type { EffectiveOptions } from "../contract.ts";
import type {
  BalanceBy,
  Family,
  ForeignDefault,
  GlobalConfig,
  Mode,
  PolicyRule,
  PortRange,
  ProbeMethod,
  RuleProtocol,
  UplinkConfig,
} from "../domain.ts";
import { interfaceOptions } from "../interface-options.ts";
import { ofFamily, prefixOf } from "./address.ts";
import { maskOf } from "./mark.ts";
import { portRangeOf } from "./port-range.ts";
import { matchLine } from "./text.ts";

const defaultPorts: { [method in ProbeMethod]: number | null } = {
  icmp: null,
  tcp: 443,
  dns: 53,
  http: 80,
};

function numberIn(options: EffectiveOptions, option: string): number {
  return options[option]?.value as number;
}

function flagIn(options: EffectiveOptions, option: string): boolean {
  return options[option]?.value as boolean;
}

function textIn(options: EffectiveOptions, option: string): string {
  return options[option]?.value as string;
}

/** Options of section `global`, all of them valid. */
function globalConfigOf(options: EffectiveOptions): GlobalConfig {
  return {
    enabled: flagIn(options, "enabled"),
    mode: textIn(options, "mode") as Mode,
    checkIntervalS: numberIn(options, "check_interval"),
    failbackDelayS: numberIn(options, "failback_delay"),
    flapDamping: flagIn(options, "flap_damping"),
    balanceBy: textIn(options, "balance_by") as BalanceBy,
    smoothWindow: numberIn(options, "smooth_window"),
    hysteresis: numberIn(options, "hysteresis"),
    lossDivisor: numberIn(options, "loss_divisor"),
    hardLossLimitPct: numberIn(options, "hard_loss_limit"),
    foreignDefault: textIn(options, "foreign_default") as ForeignDefault,
    markMask: maskOf(textIn(options, "mark_mask")) as number,
  };
}

/** A family for which none is given is probed at its default targets. */
function targetsOf(given: readonly string[], family: Family): string[] {
  const own = ofFamily(given, family);
  return length(own) > 0 ? own : ofFamily(interfaceOptions.ping_target.default, family);
}

function familiesOf(choice: string): Family[] {
  return choice == "both" ? ["ipv4", "ipv6"] : [choice as Family];
}

/** Options of a section of type `interface`, all of them valid, its name given. */
function uplinkConfigOf(section: string, options: EffectiveOptions): UplinkConfig {
  const method = textIn(options, "probe_method") as ProbeMethod;
  const port = numberIn(options, "probe_port");
  const url = matchLine(textIn(options, "http_url"), /^http:\/\/([A-Za-z0-9.-]+)([!-~]*)$/);
  const targets = options.ping_target?.value as string[];
  return {
    section,
    enabled: flagIn(options, "enabled"),
    interface: textIn(options, "name"),
    label: (options["label"]?.value as string | null) ?? section,
    families: familiesOf(textIn(options, "family")),
    targets: { ipv4: targetsOf(targets, "ipv4"), ipv6: targetsOf(targets, "ipv6") },
    probeMethod: method,
    probePort: method == "icmp" || port == 0 ? defaultPorts[method] : port,
    httpHost: url?.[1] as string,
    httpPath: url?.[2] == "" ? "/" : (url?.[2] as string),
    reliability: numberIn(options, "reliability"),
    pingCount: numberIn(options, "ping_count"),
    pingTimeoutS: numberIn(options, "ping_timeout"),
    metric: numberIn(options, "metric"),
    weight: numberIn(options, "weight"),
    fall: numberIn(options, "fall"),
    rise: numberIn(options, "rise"),
    failureLossPct: numberIn(options, "failure_loss"),
    recoveryLossPct: numberIn(options, "recovery_loss"),
    failureLatencyMs: numberIn(options, "failure_latency"),
    recoveryLatencyMs: numberIn(options, "recovery_latency"),
    bias: numberIn(options, "bias"),
    metered: flagIn(options, "metered"),
  };
}

const protocolsByChoice: { [choice: string]: RuleProtocol[] } = {
  all: [],
  tcp: ["tcp"],
  udp: ["udp"],
  tcpudp: ["tcp", "udp"],
  icmp: ["icmp"],
};

/** The network that an option names; null for any, which one of length 0 means as well. */
function networkIn(options: EffectiveOptions, option: string): string | null {
  const text = options[option]?.value as string | null;
  const prefix = text == null ? null : prefixOf(text);
  return prefix == null || prefix.length == 0 ? null : prefix.text;
}

function portsIn(options: EffectiveOptions, option: string): PortRange | null {
  const text = options[option]?.value as string | null;
  return text == null ? null : portRangeOf(text);
}

/**
 * Options of a section of type `rule`, all of them valid.
 * @param families those it is for
 * @param use its uplink's section, or null for one that is not there
 */
function policyRuleOf(
  section: string,
  options: EffectiveOptions,
  families: Family[],
  use: string | null
): PolicyRule {
  return {
    section,
    families,
    source: networkIn(options, "src_ip"),
    destination: networkIn(options, "dest_ip"),
    protocols: protocolsByChoice[textIn(options, "proto")] as RuleProtocol[],
    sourcePorts: portsIn(options, "src_port"),
    destinationPorts: portsIn(options, "dest_port"),
    use,
    refuses: textIn(options, "otherwise") == "nothing",
  };
}

export { familiesOf, globalConfigOf, policyRuleOf, uplinkConfigOf };

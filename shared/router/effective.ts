/** Effective options made into settings the engine reads. */
import type { EffectiveOptions } from "../contract.ts";
import type {
  BalanceBy,
  Family,
  GlobalConfig,
  Mode,
  ProbeMethod,
  UplinkConfig,
} from "../domain.ts";
import { interfaceOptions } from "../interface-options.ts";
import { ofFamily } from "./address.ts";
import { maskOf } from "./mark.ts";
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

export { globalConfigOf, uplinkConfigOf };

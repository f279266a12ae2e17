/**
 * Default routes of others in table main. Where the best one leads through no uplink, as that of a VPN does,
 * somebody has decided where ordinary traffic goes: unless told to override it, Mini-MWAN leaves that traffic
 * to it. See docs/decisions/0014-others-in-table-main.md.
 */
import type { Family, Warning } from "../../shared/domain.ts";
import { quoted } from "../../shared/router/text.ts";
import { families } from "./state.ts";
import type { State } from "./state.ts";

/** A route of table main to everywhere. */
interface MainDefault {
  /** Devices it leads through, several when it has several ways at once; none when it refuses packets. */
  devices: string[];
  /** `halfMetric` where it is one of two routes to halves of the Internet, as OpenVPN's. */
  metric: number;
}

/** A route of netifd's to a single address: the peer of a tunnel. */
interface HostRoute {
  /** Without prefix length. */
  destination: string;
  device: string;
}

/** Routes to halves come before every default route, and before every uplink. */
const halfMetric = -1;

/**
 * Devices of configured uplinks, those that are down included. One that is switched off is known, too: it was said
 * not to be used.
 */
function knownDevices(state: State, family: Family): (string | null)[] {
  return map(values(state.uplinks), (uplink) => uplink.paths[family]?.lastDevice ?? null);
}

/**
 * The route that ordinary traffic would take without Mini-MWAN, where it leads through no uplink; else null. Until
 * netifd has been heard, nobody knows whose the devices are.
 */
function foreignDefaultOf(state: State, family: Family): MainDefault | null {
  const defaults = state.neighbours[family].defaults;
  let best: MainDefault | null = null;
  for (let i = 0; i < length(defaults); i++) {
    const one = defaults[i] as MainDefault;
    best = best == null || one.metric < best.metric ? one : best;
  }
  const known = knownDevices(state, family);
  const devices = best?.devices ?? [];
  const isOurs = length(filter(devices, (device) => index(known, device) < 0)) == 0;
  return state.facts == null || (isOurs && length(devices) > 0) ? null : best;
}

/** The route of others that ordinary traffic of the family is left to; null while the choice is in force. */
function respectedDefault(state: State, family: Family): MainDefault | null {
  const foreign = foreignDefaultOf(state, family);
  return state.config?.global?.foreignDefault == "respect" || foreign?.metric == halfMetric
    ? foreign
    : null;
}

function messageOf(state: State, family: Family, foreign: MainDefault): string {
  const name = family == "ipv4" ? "IPv4" : "IPv6";
  const way = length(foreign.devices) == 0 ? "unreachable" : join(", ", foreign.devices);
  const start = `the default route of ${name} in table main leads through ${quoted(way)} with metric ${foreign.metric}, which is no uplink`;
  if (foreign.metric == halfMetric) {
    return `${start}: it is in two halves, which come before every uplink and rule`;
  }
  return respectedDefault(state, family) == null
    ? `${start}: foreign_default overrides it`
    : `${start}: what no rule decides takes it; 'override' in foreign_default would use the uplinks`;
}

function foreignDefaultWarnings(state: State): Warning[] {
  const warnings: Warning[] = [];
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    const foreign = foreignDefaultOf(state, family);
    if (foreign != null && state.config?.global?.enabled) {
      const message = messageOf(state, family, foreign);
      const isKept = respectedDefault(state, family) == null;
      push(warnings, {
        section: null,
        code: isKept ? "foreign_overridden" : "foreign_default",
        message,
      });
    }
  }
  return warnings;
}

export { foreignDefaultWarnings, halfMetric, respectedDefault };
export type { HostRoute, MainDefault };

/**
 * Peers of tunnels. netifd pins the peer of a WireGuard or 6in4 tunnel to one line by a route in table main,
 * which comes before every uplink. While that line is down, a rule of ours leads the peer's packets out by
 * another: by its probe table, for the uplink in use may be the tunnel itself. netifd's route stays.
 */
import type { Family } from "../../shared/domain.ts";
import { probeTable } from "../../shared/router/mark.ts";
import { bestLineOf } from "./decide.ts";
import type { HostRoute } from "./foreign-default.ts";
import { priorities, ruleTo } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";
import { isAllowed } from "./last-resort.ts";
import type { State, UplinkState } from "./state.ts";

/** Each is a rule that every packet meets while its line is down. */
const mostPeers = 32;

/** Whether the route is one that netifd added for somebody, through a line that is not to be used now. */
function isStranded(state: State, family: Family, host: HostRoute, nowMs: number): boolean {
  let isLost = false;
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const path = uplink.paths[family];
    const facts = path?.facts;
    if (uplink.config.enabled && facts?.device == host.device) {
      const isConfigured = index(facts.hostRoutes, host.destination) >= 0;
      const isUsed = path?.health != "offline" && isAllowed(state, uplink, nowMs);
      if (isConfigured || isUsed) {
        return false;
      }
      isLost = true;
    }
  }
  return isLost;
}

/** Rules for the peers whose line is down; none while no other line is online. */
function peerRulesOf(state: State, family: Family, nowMs: number): IpRule[] {
  const line = bestLineOf(state, family, nowMs);
  const hosts = line == null ? [] : state.neighbours[family].hosts;
  const stranded = filter(hosts, (host) => isStranded(state, family, host, nowMs));
  return map(slice(stranded, 0, mostPeers), (host) => ({
    ...ruleTo(probeTable((line as UplinkState).slot), priorities.peer),
    destination: host.destination,
  }));
}

export { peerRulesOf };

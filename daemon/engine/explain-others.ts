/** Sentences on packets that others in table main have to do with. */
import { respectedDefault } from "./foreign-default.ts";
import { mainPriority } from "./ip-rule.ts";
import type { Verdict } from "./lookup.ts";
import { uplinkName } from "./naming.ts";
import type { Packet } from "./packet.ts";
import type { State } from "./state.ts";

/** Why table main's default routes decide although there is an uplink in use, in words; null when not so. */
function whyLeftToMain(state: State, packet: Packet, verdict: Verdict): string | null {
  const jump = filter(verdict.jumps, (rule) => rule.isOwn && rule.goTo == mainPriority)[0];
  if (jump?.source != null) {
    return `It comes from ${jump.source}, which belongs to no uplink`;
  }
  return respectedDefault(state, packet.family) == null
    ? null
    : "The default route of table main is somebody else's and foreign_default respects it";
}

/** Why a tunnel's peer is reached through this uplink. */
function peerReason(state: State, packet: Packet, section: string | null): string {
  const name = section == null ? "another one" : uplinkName(state, section);
  return `${packet.destination} is a tunnel's peer, which netifd has pinned to an uplink that is down; ${name} stands in for it.`;
}

export { peerReason, whyLeftToMain };

/** Packets that nftables refuses: their source belongs to another provider than the one they would leave by. */
import type { ExplainReply } from "../../shared/queries.ts";
import { uplinkName } from "./naming.ts";
import { covers } from "./packet.ts";
import type { Packet } from "./packet.ts";
import type { State, UplinkState } from "./state.ts";

/** The prefix that the packet comes from and its uplink's section, unless it leaves by a device of that one. */
function foreignSource(
  state: State,
  packet: Packet,
  device: string
): { section: string; prefix: string } | null {
  for (let section in state.uplinks) {
    const slot = (state.uplinks[section] as UplinkState).slot;
    const owner = filter(state.marking?.uplinks ?? [], (uplink) => uplink.slot == slot)[0];
    const prefix = filter(owner?.prefixes ?? [], (one) => covers(one, packet.source))[0];
    if (prefix != null && index(owner?.devices ?? [], device) < 0) {
      return { section, prefix };
    }
  }
  return null;
}

/** The reply for a packet that is passed on from the house, with nftables' refusal in it if there is one. */
function withRefusal(state: State, packet: Packet, reply: ExplainReply): ExplainReply {
  const section = reply.section;
  const source =
    section == null || state.markingFailure != null
      ? null
      : foreignSource(state, packet, reply.device ?? "");
  if (section == null || source == null) {
    return reply;
  }
  const owner = uplinkName(state, source.section);
  const other = uplinkName(state, section);
  const reason = `It comes from ${source.prefix}, which belongs to ${owner}, and would leave through ${other}, whose provider forwards no such source: it is refused at once, so that the device can try another address.`;
  return { ...reply, section: null, interface: null, shares: [], reason };
}

export { withRefusal };

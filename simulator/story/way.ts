/** Where a packet goes by a story's rules and routes, as the kernel would look it up. */
import type { KernelState } from "../../daemon/engine/diff.ts";
import type { IpRule } from "../../daemon/engine/ip-rule.ts";
import type { PortRange } from "../../shared/domain.ts";
import { matchesPrefix, parseIpAddress, parsePrefix } from "../world/address.ts";

interface Packet {
  source: string;
  destination: string;
  /** IPPROTO_*. */
  protocol: number;
  sourcePort: number;
  destinationPort: number;
  mark: number;
}

function covers(prefix: string | null, address: string): boolean {
  if (prefix === null) return true;
  const { bytes, length } = parsePrefix(prefix)!;
  return matchesPrefix(parseIpAddress(address)!.bytes, bytes, length);
}

function holds(range: PortRange | null, port: number): boolean {
  return range === null || (port >= range.from && port <= range.to);
}

function isFor(rule: IpRule, packet: Packet): boolean {
  return (
    (rule.mask === null || ((packet.mark ^ (rule.mark ?? 0)) & rule.mask) === 0) &&
    covers(rule.source, packet.source) &&
    covers(rule.destination, packet.destination) &&
    (rule.protocol === null || rule.protocol === packet.protocol) &&
    holds(rule.sourcePorts, packet.sourcePort) &&
    holds(rule.destinationPorts, packet.destinationPort)
  );
}

/** The device it leaves by, `refused`, or `main` when nothing of ours decides. */
function wayOf({ rules, routes }: KernelState, packet: Packet): string {
  let least = 0;
  for (const rule of rules) {
    if (rule.priority < least || !isFor(rule, packet)) continue;
    if (rule.refuses) return "refused";
    const { goTo } = rule;
    if (goTo !== null && rules.some(({ priority }) => priority === goTo)) least = goTo;
    const route = routes.find(({ table }) => table === rule.table);
    if (goTo === null && route) return route.device;
  }
  return "main";
}

export { wayOf };
export type { Packet };

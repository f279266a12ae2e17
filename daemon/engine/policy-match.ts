/** Which policy rule of the configuration a packet meets, and which one is behind a rule of the kernel. */
import type { PolicyRule } from "../../shared/domain.ts";
import { quotient } from "../../shared/router/number.ts";
import { priorities } from "./ip-rule.ts";
import { covers, holdsPort, protocolNumbers } from "./packet.ts";
import type { Packet } from "./packet.ts";
import type { State } from "./state.ts";

/** ICMP of IPv6 is another protocol than that of IPv4; to a person both are `icmp`. */
function isOfProtocol(rule: PolicyRule, packet: Packet): boolean {
  const numbers = protocolNumbers[packet.family];
  const asked = map(rule.protocols, (protocol) => numbers[protocol]);
  return length(asked) == 0 || index(asked, packet.protocol as number) >= 0;
}

function isMet(rule: PolicyRule, packet: Packet): boolean {
  return (
    index(rule.families, packet.family) >= 0 &&
    covers(rule.source, packet.source) &&
    covers(rule.destination, packet.destination) &&
    isOfProtocol(rule, packet) &&
    holdsPort(rule.sourcePorts, packet.sourcePort) &&
    holdsPort(rule.destinationPorts, packet.destinationPort)
  );
}

/** The first rule that the packet meets, in the order of the file; null when it meets none. */
function policyMetBy(state: State, packet: Packet): PolicyRule | null {
  return filter(state.config?.rules ?? [], (rule) => isMet(rule, packet))[0] ?? null;
}

/** The rule behind one of the kernel with this priority of policy rules; null when it is gone. */
function policyAt(state: State, priority: number): PolicyRule | null {
  const at =
    priority < priorities.flow
      ? quotient(priority - priorities.strict, 2)
      : priority - priorities.policy;
  return state.config?.rules?.[at] ?? null;
}

export { policyAt, policyMetBy };

/**
 * Policy rules as the kernel keeps them (net/core/fib_rules.c), for the selectors that the project
 * uses: source, destination, mark, protocol and ports of the packet, inverted or not, and suppress_prefixlength.
 */
import type { Family, PortRange } from "../../shared/domain.ts";
import { matchesPrefix, parseIpAddress } from "./address.ts";
import type { Prefix } from "./address.ts";
import { SystemError } from "./errno.ts";

/** FR_ACT_*: what a rule does; 0, which the kernel takes, makes every look-up that meets it fail. */
const ruleActions = { toTable: 1, goTo: 2, unreachable: 7 } as const;

interface IpRule {
  family: Family;
  priority: number;
  action: number;
  table: number;
  source: Prefix | null;
  destination: Prefix | null;
  mark: number;
  /** 0 when the rule has no mark. */
  mask: number;
  /** IPPROTO_*, or 0 for any. */
  ipProtocol: number;
  sourcePorts: PortRange | null;
  destinationPorts: PortRange | null;
  /** It is for packets that do not meet its conditions; without the property it is not. */
  inverts?: boolean;
  /** Device that the packet comes in by, which ucode's rtnl does not tell; none without it. */
  inputDevice?: string;
  /** Priority of the rule to go on with; 0 for other actions. */
  goTo: number;
  /** Routes of this prefix length and shorter do not count; null when there is no such limit. */
  suppressPrefixLength: number | null;
  /** RTPROT_*: who made it. */
  protocol: number;
}

/** What a rule and a table are asked with. */
interface Flow {
  destination: string;
  /** Null while the sender has not chosen one. */
  source: string | null;
  mark: number;
  /** IPPROTO_*. */
  ipProtocol: number;
  /** Left out where there is no port, as in a ping, or where it plays no part. */
  sourcePort?: number;
  destinationPort?: number;
  /** Device the packet comes in by, where that plays a part. */
  inputDevice?: string;
  /** Device the sender is bound to, or null. */
  outputDevice: string | null;
}

/** A rule of which each given property must agree, the kernel's rule_find. */
type RuleSelector = { [Property in keyof IpRule]?: IpRule[Property] } & { family: Family };

function isSamePrefix(a: Prefix | null, b: Prefix | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && matchesPrefix(a.bytes, b.bytes, a.length);
}

function isSameRange(a: PortRange | null, b: PortRange | null): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}

/** All but the protocol, which the kernel leaves out when it looks for duplicates. */
function isSameRule(a: IpRule, b: IpRule): boolean {
  return (
    a.family === b.family &&
    a.priority === b.priority &&
    a.action === b.action &&
    a.table === b.table &&
    a.mark === b.mark &&
    a.mask === b.mask &&
    a.ipProtocol === b.ipProtocol &&
    a.goTo === b.goTo &&
    a.inverts === b.inverts &&
    a.inputDevice === b.inputDevice &&
    isSameRange(a.sourcePorts, b.sourcePorts) &&
    isSameRange(a.destinationPorts, b.destinationPorts) &&
    a.suppressPrefixLength === b.suppressPrefixLength &&
    isSamePrefix(a.source, b.source) &&
    isSamePrefix(a.destination, b.destination)
  );
}

function isSelected(rule: IpRule, selector: RuleSelector): boolean {
  return Object.entries(selector).every(([property, wanted]) => {
    const value = rule[property as keyof IpRule];
    if (property === "source" || property === "destination")
      return isSamePrefix(value as Prefix | null, wanted as Prefix | null);
    if (property === "sourcePorts" || property === "destinationPorts")
      return isSameRange(value as PortRange | null, wanted as PortRange | null);
    return value === wanted;
  });
}

function containsAddress(prefix: Prefix | null, address: string | null): boolean {
  if (prefix === null || prefix.length === 0) return true;
  const parsed = address === null ? null : parseIpAddress(address);
  return parsed !== null && matchesPrefix(parsed.bytes, prefix.bytes, prefix.length);
}

function containsPort(range: PortRange | null, port = 0): boolean {
  return range === null || (port >= range.from && port <= range.to);
}

function isRuleMatching(rule: IpRule, flow: Flow): boolean {
  const meets =
    // 32 bits, as the kernel's: bit operations of JavaScript are fine with that.
    ((flow.mark ^ rule.mark) & rule.mask) === 0 &&
    containsAddress(rule.source, flow.source) &&
    containsAddress(rule.destination, flow.destination) &&
    (rule.ipProtocol === 0 || rule.ipProtocol === flow.ipProtocol) &&
    containsPort(rule.sourcePorts, flow.sourcePort) &&
    containsPort(rule.destinationPorts, flow.destinationPort) &&
    (rule.inputDevice === undefined || rule.inputDevice === flow.inputDevice);
  return meets !== (rule.inverts ?? false);
}

/** Rule that the kernel makes by itself. */
function createKernelRule(family: Family, priority: number, table: number): IpRule {
  return {
    family,
    priority,
    action: ruleActions.toTable,
    table,
    source: null,
    destination: null,
    mark: 0,
    mask: 0,
    ipProtocol: 0,
    sourcePorts: null,
    destinationPorts: null,
    goTo: 0,
    suppressPrefixLength: null,
    protocol: 2,
  };
}

class RuleTable {
  /** In order of priority; of equal ones the older first. */
  #rules: IpRule[] = [];

  constructor() {
    this.reset();
  }

  /** Only what a kernel has of its own. */
  reset(): void {
    this.#rules = [
      createKernelRule("ipv4", 0, 255),
      createKernelRule("ipv4", 32766, 254),
      createKernelRule("ipv4", 32767, 253),
      createKernelRule("ipv6", 0, 255),
      createKernelRule("ipv6", 32766, 254),
    ];
  }

  ofFamily(family: Family): IpRule[] {
    return this.#rules.filter((rule) => rule.family === family);
  }

  /** Priority of a rule that names none: just before the second one there is. */
  nextPriority(family: Family): number {
    const second = this.ofFamily(family)[1];
    return second === undefined || second.priority === 0 ? 0 : second.priority - 1;
  }

  /** Without `exclusive` the kernel takes a second rule just like the first. */
  add(rule: IpRule, exclusive: boolean): void {
    if (exclusive && this.#rules.some((other) => isSameRule(other, rule)))
      throw new SystemError("EEXIST");
    const at = this.#rules.findIndex(
      (other) => other.family === rule.family && other.priority > rule.priority
    );
    this.#rules.splice(at < 0 ? this.#rules.length : at, 0, rule);
  }

  /** Takes away the first rule that agrees with the selector. */
  remove(selector: RuleSelector): IpRule {
    const at = this.#rules.findIndex((rule) => isSelected(rule, selector));
    if (at < 0) throw new SystemError("ENOENT");
    return this.#rules.splice(at, 1)[0]!;
  }
}

export { RuleTable, containsAddress, isRuleMatching, isSamePrefix, ruleActions };
export type { IpRule, Flow, RuleSelector };

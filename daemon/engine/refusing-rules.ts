/** The nftables rules for flows that cannot or should not stay where they began. */
import type { Family } from "../../shared/domain.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import { matchLine } from "../../shared/router/text.ts";
import { markedBy, quotedNames } from "./nft-words.ts";
import type { DeviceOwners } from "./nft-words.ts";

/** An uplink, as far as these rules go; see `MarkedUplink`. */
interface Marked {
  slot: number;
  left: Family[];
  prefixes: string[];
}

/** Whether nft takes the text for what it is: an IPv6 prefix. */
function isPlainPrefix(prefix: string): boolean {
  return matchLine(prefix, /^[0-9a-fA-F:.]+\/[0-9]{1,3}$/) != null;
}

/**
 * Finds what is led out through another uplink than its own, because that one is down: with the router's other
 * address nobody knows it there, and providers drop sources that are not theirs.
 */
function misleadingRules(
  layout: MarkLayout,
  uplinks: readonly Marked[],
  owners: readonly DeviceOwners[]
): string[] {
  const rules: string[] = [];
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as Marked;
    const others = filter(owners, (owner) => index(owner.slots, uplink.slot) < 0);
    if (length(others) > 0) {
      const refused = `oifname { ${quotedNames(others)} } goto refuse`;
      push(rules, `${markedBy(layout, uplink.slot)} ${refused}`);
      const prefixes = filter(uplink.prefixes, (one) => isPlainPrefix(one));
      push(rules, ...map(prefixes, (prefix) => `ip6 saddr ${prefix} ${refused}`));
    }
  }
  return rules;
}

/**
 * What tells a sender at once that its packet goes nowhere: TCP from its next packet instead of from a timeout,
 * the rest by RFC 4443's word for a wrong source. What the kernel's masquerading moves by itself it may
 * move; the first packet is lost to that.
 */
const refusingRules = [
  "meta l4proto tcp reject with tcp reset",
  "ct status snat return",
  "meta nfproto ipv6 reject with icmpv6 type policy-fail",
  "reject with icmp type admin-prohibited",
];

/** Rules that leave flows of the house and, with IPv4, the router's own as they are: see `leaving.ts`. */
function leavingRules(
  layout: MarkLayout,
  uplinks: readonly Marked[],
  family: Family,
  isOwn: boolean
): string[] {
  const left = filter(uplinks, (uplink) => index(uplink.left, family) >= 0);
  const translated = isOwn ? "" : "ct status snat ";
  return map(
    left,
    (uplink) =>
      `meta nfproto ${family} ct direction original ${translated}${markedBy(layout, uplink.slot)} return`
  );
}

export { leavingRules, misleadingRules, refusingRules };

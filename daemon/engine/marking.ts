/**
 * The nftables table that keeps flows on their uplinks and shares new ones by weight. It sets marks, and
 * resets what can no longer reach the other end. Where a mark leads is for the rules of `plan.ts`, so a
 * switch leaves the table alone.
 *
 * Every write keeps other programs' bits and has constants only: router kernels refuse to combine two
 * registers, so each value has a chain of its own that writes it.
 */
import type { BalanceBy, Family } from "../../shared/domain.ts";
import { flowMarkOf, markLayoutOf } from "../../shared/router/mark.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import { matchLine } from "../../shared/router/text.ts";
import { hex, quotedNames } from "./nft-words.ts";
import type { DeviceOwners } from "./nft-words.ts";
import type { PacketMatch } from "./policy.ts";
import { leavingRules as rulesOfLeft, misleadingRules, refusingRules } from "./refusing-rules.ts";
import { choosingRules, sparingRules } from "./sharing-rules.ts";

interface MarkedUplink {
  /** Number behind its mark; see `MarkLayout`. */
  slot: number;
  /** Kernel names of its devices; none while they are unknown. */
  devices: string[];
  /** Its part of new flows, whole; 0 takes none. */
  weight: number;
  /** Families whose new flows it takes now; its part of the others' is shared out among the rest. */
  takes: Family[];
  /** Families whose flows do not stay on it: it costs money and is no longer in use. */
  left: Family[];
  /** IPv6 prefixes that its provider gave to the house, and no other provider forwards. */
  prefixes: string[];
}

/** What the table should do. Without any weights it only keeps flows where they are. */
interface MarkingPlan {
  mask: number;
  balanceBy: BalanceBy;
  uplinks: MarkedUplink[];
  /** Flows of these are not shared: rules decide where they go. */
  unshared: PacketMatch[];
}

/** Takes the table away; no error when there is none. */
const removalText = "add table inet mini_mwan\ndelete table inet mini_mwan\n";

/** Connection tracking has been there, NAT not yet. */
const hookPriority = "mangle - 1";

/** Whether nft can take the name in quotes for what it is: no quote, no wildcard, not too long. */
function isPlainDevice(name: string): boolean {
  return matchLine(name, /^[A-Za-z0-9_.@-]{1,15}$/) != null;
}

/** One uplink for each slot of the layout, in the order of slots, with devices that nft can take. */
function usableUplinks(uplinks: readonly MarkedUplink[], layout: MarkLayout): MarkedUplink[] {
  const usable: MarkedUplink[] = [];
  for (let slot = 1; slot <= layout.maxSlot; slot++) {
    const wanted = slot;
    const owner = filter(uplinks, (uplink) => uplink.slot == wanted)[0];
    if (owner != null) {
      push(usable, { ...owner, devices: filter(owner.devices, (name) => isPlainDevice(name)) });
    }
  }
  return usable;
}

function ownersOfDevices(uplinks: readonly MarkedUplink[]): DeviceOwners[] {
  const owners: DeviceOwners[] = [];
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as MarkedUplink;
    for (let j = 0; j < length(uplink.devices); j++) {
      const device = uplink.devices[j] as string;
      const known = filter(owners, (owner) => owner.device == device)[0];
      if (known == null) {
        push(owners, { device, slots: [uplink.slot] });
      } else if (index(known.slots, uplink.slot) < 0) {
        push(known.slots, uplink.slot);
      }
    }
  }
  return owners;
}

function chain(name: string, rules: readonly string[]): string {
  return join("", [`\tchain ${name} {\n`, ...map(rules, (rule) => `\t\t${rule}\n`), "\t}\n"]);
}

function hookChain(name: string, type: string, rules: readonly string[]): string {
  const head = `type ${type} hook ${name} priority ${hookPriority}; policy accept;`;
  return chain(name, [head, ...rules]);
}

/** The chains that write one uplink's mark: on the packet, and on its flow. */
function writeChains(layout: MarkLayout, slot: number): string {
  const others = hex(4294967295 - layout.mask);
  const own = hex(flowMarkOf(layout, slot));
  return join("", [
    chain(`mark_${slot}`, [`meta mark set meta mark & ${others} | ${own}`]),
    chain(`save_${slot}`, [`ct mark set ct mark & ${others} | ${own}`]),
  ]);
}

/** `{ 0x00000100 : goto mark_1, … }`. */
function verdictsByMark(layout: MarkLayout, slots: readonly number[], verb: string): string {
  const entries = map(slots, (slot) => `${hex(flowMarkOf(layout, slot))} : goto ${verb}_${slot}`);
  return `{ ${join(", ", entries)} }`;
}

/** `{ "eth1" : goto save_1, … }` of the devices that only one uplink has; empty when there are none. */
function verdictsByDevice(owners: readonly DeviceOwners[]): string {
  const single = filter(owners, (owner) => length(owner.slots) == 1);
  const entries = map(single, (owner) => `"${owner.device}" : goto save_${owner.slots[0]}`);
  return length(entries) == 0 ? "" : `{ ${join(", ", entries)} }`;
}

/**
 * What saves a flow by the device it leaves through. A device of several uplinks tells none of them:
 * there the mark does that the packet was routed by, and without one nothing is saved.
 */
function leavingRules(layout: MarkLayout, owners: readonly DeviceOwners[]): string[] {
  const shared = filter(owners, (owner) => length(owner.slots) > 1);
  const mask = hex(layout.mask);
  const rules = map(shared, (owner) => {
    const verdicts = verdictsByMark(layout, owner.slots, "save");
    return `oifname "${owner.device}" meta mark & ${mask} vmap ${verdicts}`;
  });
  if (length(shared) > 0) {
    push(rules, `oifname { ${quotedNames(shared)} } return`);
  }
  const verdicts = verdictsByDevice(owners);
  return verdicts == "" ? rules : [...rules, `oifname vmap ${verdicts}`];
}

/**
 * The chains at the hooks. What arrives from an uplink gets no mark: a tunnel would hand it on to what it
 * carries. It needs none either, as what it belongs to is saved where it goes on or ends.
 */
function hookChains(
  layout: MarkLayout,
  uplinks: readonly MarkedUplink[],
  chooses: boolean
): string[] {
  const slots = map(uplinks, (uplink) => uplink.slot);
  const owners = ownersOfDevices(uplinks);
  const mask = hex(layout.mask);
  const marks = map(slots, (slot) => hex(flowMarkOf(layout, slot)));
  const restore = `ct mark & ${mask} vmap ${verdictsByMark(layout, slots, "mark")}`;
  const saved = `ct mark & ${mask} { ${join(", ", marks)} } return`;
  const verdicts = verdictsByDevice(owners);
  const arriving = verdicts == "" ? [] : [`ct direction original iifname vmap ${verdicts}`];
  const notFromLan = length(owners) == 0 ? '"lo"' : `{ "lo", ${quotedNames(owners)} }`;
  return [
    chain("refuse", refusingRules),
    // None of the router itself: in output, packets still have the device that they had before their mark.
    hookChain("forward", "filter", [
      `iifname ${notFromLan} return`,
      ...misleadingRules(layout, uplinks, owners),
    ]),
    hookChain("prerouting", "filter", [
      `iifname ${notFromLan} return`,
      `meta mark & ${mask} != 0 return`,
      ...rulesOfLeft(layout, uplinks, "ipv4", false),
      ...rulesOfLeft(layout, uplinks, "ipv6", false),
      restore,
      ...(chooses ? ["ct state new goto choose"] : []),
    ]),
    hookChain("input", "filter", [saved, ...arriving]),
    hookChain("output", "route", [
      ...rulesOfLeft(layout, uplinks, "ipv4", true),
      `meta mark & ${mask} == 0 ${restore}`,
    ]),
    hookChain("postrouting", "filter", [
      `meta mark & ${mask} == ${hex(layout.probeMark)} return`,
      saved,
      ...leavingRules(layout, owners),
      ...arriving,
    ]),
  ];
}

/**
 * The script that brings the table `inet mini_mwan` to the plan in one transaction, whatever was there;
 * equal plans give equal texts. Left out are devices whose names nft could misread (anything but
 * letters, digits and `_.@-`, or longer than 15), and slots that the mask has no value for. A plan
 * without uplinks, or with a mask that is none, gives the script that removes the table.
 */
function markingText(plan: MarkingPlan): string {
  const layout = markLayoutOf(plan.mask);
  const uplinks = layout == null ? [] : usableUplinks(plan.uplinks, layout);
  if (layout == null || length(uplinks) == 0) {
    return removalText;
  }
  const choosing = choosingRules(plan.balanceBy, uplinks);
  const chooses = length(choosing.first) > 0;
  return join("", [
    removalText,
    "table inet mini_mwan {\n",
    ...map(uplinks, (uplink) => writeChains(layout, uplink.slot)),
    ...(length(choosing.again) > 0 ? [chain("again", choosing.again)] : []),
    ...(chooses ? [chain("choose", [...sparingRules(plan.unshared), ...choosing.first])] : []),
    ...hookChains(layout, uplinks, chooses),
    "}\n",
  ]);
}

export { isPlainDevice, markingText, removalText };
export type { MarkingPlan, MarkedUplink };

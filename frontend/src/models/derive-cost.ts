/** What watching a connection costs, and how fast it notices an outage: estimates for people. */
import type { InterfaceReply } from "../../../shared/queries.ts";
import { interfaceOptions } from "../../../shared/interface-options.ts";
import { flagOf, numberOf } from "./draft.ts";
import type { DraftSection } from "./draft.ts";
import { formatSpan, formatUnit } from "./format.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

interface Cost {
  /** Typical time until an outage is noticed while the line is in use. */
  noticedAfterS: number;
  /** Both directions together, headers included, while nothing is wrong. */
  bytesPerDay: number;
}

/** Of a probe and its answer over IPv4 with Ethernet's headers; all but icmp's are rough. */
const probeBytes: Record<string, number> = { icmp: 108, tcp: 320, dns: 500, http: 900 };

/** IPv6's headers are longer by this, there and back. */
const longerIpv6Bytes = 40;

/** After half a minute of rest a round begins with asking for the gateway's hardware address. */
const restS = 30;
const askingBytes = 160;

/** The daemon's own: rounds of a metered line are so much rarer. */
const meteredFactor = 12;

/** The daemon's own: traffic that gets no answer for this long has the line probed at once. */
const stallS = 2;

/** The daemon's own: probes in a row that chance does not lose, and the time between two of them. */
const leastUnanswered = 8;
const burstEveryS = 0.25;

/** How many targets it has of each family that is watched; one without any keeps its defaults. */
function targetCounts(uplink: DraftSection, hasIpv6: boolean): [ipv4: number, ipv6: number] {
  const targets = (uplink.values["ping_target"] ?? "").split(/[\s,]+/).filter(Boolean);
  const family = uplink.values["family"];
  const count = (isIpv6: boolean): number => {
    const own = (addresses: readonly string[]): number =>
      addresses.filter((address) => address.includes(":") === isIpv6).length;
    return own(targets) || own(interfaceOptions.ping_target.default);
  };
  return [family === "ipv6" ? 0 : count(false), hasIpv6 && family !== "ipv4" ? count(true) : 0];
}

/** Whether the interface, or another one on its device, has IPv6 now. */
function hasIpv6(name: string | undefined, interfaces: InterfaceReply[]): boolean {
  const device = interfaces.find((one) => one.interface === name)?.device ?? null;
  return interfaces.some((one) => one.device === device && one.families.includes("ipv6"));
}

function deriveCost(
  global: DraftSection,
  uplink: DraftSection,
  interfaces: InterfaceReply[]
): Cost {
  const isMetered = flagOf(uplink.values["metered"] ?? "") === true;
  const intervalS = numberOf(global, "check_interval") * (isMetered ? meteredFactor : 1);
  const perTarget = isMetered ? 1 : numberOf(uplink, "ping_count");
  const [ipv4, ipv6] = targetCounts(uplink, hasIpv6(uplink.values["name"], interfaces));
  const each = probeBytes[uplink.values["probe_method"] ?? ""] ?? 108;
  const perRound = perTarget * (ipv4 * each + ipv6 * (each + longerIpv6Bytes));
  const asking = intervalS >= restS ? askingBytes : 0;
  // The next round comes at any moment of the interval, unless traffic calls for one before.
  const waitS = intervalS > stallS ? stallS - stallS ** 2 / (2 * intervalS) : intervalS / 2;
  const sent = perTarget * (ipv4 || ipv6);
  const needed = Math.max(leastUnanswered, numberOf(uplink, "fall") * sent);
  const burstS = (Math.ceil((needed - sent) / (ipv4 || ipv6)) + 1) * burstEveryS;
  return {
    noticedAfterS: waitS + Math.max(numberOf(uplink, "ping_timeout") * 0.4, burstS),
    bytesPerDay: ((perRound + asking) * 86_400) / intervalS,
  };
}

/** Of all uplinks; an outage is that of the first one, which is the one in use. */
function deriveTotalCost(
  global: DraftSection,
  uplinks: DraftSection[],
  interfaces: InterfaceReply[]
): Cost {
  const costs = uplinks.map((uplink) => deriveCost(global, uplink, interfaces));
  return {
    noticedAfterS: costs[0]?.noticedAfterS ?? 0,
    bytesPerDay: costs.reduce((sum, { bytesPerDay }) => sum + bytesPerDay, 0),
  };
}

function describeCost(_: Translate, { noticedAfterS, bytesPerDay }: Cost): string {
  return fill(
    _("Notices an outage in about %s; its checks take %s a day."),
    formatSpan(Math.max(1, Math.round(noticedAfterS))),
    formatUnit(bytesPerDay / 1e6, "megabyte")
  );
}

export { deriveCost, deriveTotalCost, describeCost };

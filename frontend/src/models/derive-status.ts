/** What the status means, in one sentence. Pure: moments and words come in. */
import type { StatusReply, UplinkStatusReply } from "../../../shared/contract.ts";
import { enumerate, fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

/** How things stand: `good`, `degraded` (working, but not as wished), `bad`, or nothing to judge. */
type Standing = "good" | "degraded" | "bad" | "neutral";

interface Headline {
  standing: Standing;
  sentence: string;
}

/** Writes a moment, seconds since 1970, for people. */
type WriteMoment = (atS: number) => string;

function namesOf(uplinks: UplinkStatusReply[]): string[] {
  return uplinks.map((uplink) => uplink.interface);
}

function isFailed({ status }: UplinkStatusReply): boolean {
  return status === "down" || status === "interface_down";
}

function isInService(uplink: UplinkStatusReply): boolean {
  return uplink.status !== "disabled";
}

/** Those that failover would rather use. */
function preferredTo(active: UplinkStatusReply, uplinks: UplinkStatusReply[]): UplinkStatusReply[] {
  return uplinks.filter(
    (other) => isInService(other) && (other.metric ?? 0) < (active.metric ?? 0)
  );
}

/**
 * Since when an uplink has carried the traffic: since it is up, or since the last of those that would
 * be preferred went away. Null when that is not known.
 */
function carryingSince(active: UplinkStatusReply, uplinks: UplinkStatusReply[]): number | null {
  const changes = [active, ...preferredTo(active, uplinks)].map((uplink) => uplink.status_since);
  return changes.includes(null) ? null : Math.max(...(changes as number[]));
}

function describeOthers(_: Translate, active: UplinkStatusReply, others: UplinkStatusReply[]) {
  const failed = preferredTo(active, others).filter(isFailed);
  const ready = others.filter((uplink) => uplink.status === "up");
  if (failed.length > 0)
    return fill(
      failed.length === 1 ? _("%s is down") : _("%s are down"),
      enumerate(_, namesOf(failed))
    );
  if (ready.length > 0)
    return fill(
      ready.length === 1 ? _("%s is ready as backup") : _("%s are ready as backups"),
      enumerate(_, namesOf(ready))
    );
  return others.length > 0 ? _("no backup is ready") : _("there is no backup");
}

function describeOnline(
  _: Translate,
  active: UplinkStatusReply[],
  uplinks: UplinkStatusReply[],
  writeMoment: WriteMoment
): Headline {
  const first = active[0] as UplinkStatusReply;
  const others = uplinks.filter((uplink) => isInService(uplink) && !uplink.active);
  const names = enumerate(_, namesOf(active));
  if (first.status !== "up")
    return {
      standing: "degraded",
      sentence: fill(_("Trying %s, which answers again; no other uplink is online."), names),
    };
  const since = carryingSince(first, uplinks);
  const online =
    since === null
      ? fill(_("Online through %s"), names)
      : fill(_("Online through %s since %s"), names, writeMoment(since));
  return {
    standing: others.some(isFailed) ? "degraded" : "good",
    sentence: `${online}; ${describeOthers(_, first, others)}.`,
  };
}

function describeOffline(
  _: Translate,
  uplinks: UplinkStatusReply[],
  writeMoment: WriteMoment
): Headline {
  const inService = uplinks.filter(isInService);
  if (inService.length === 0)
    return { standing: "neutral", sentence: _("All uplinks are disabled.") };
  if (inService.some((uplink) => uplink.status === "unknown"))
    return { standing: "neutral", sentence: _("Checking the uplinks…") };
  const changes = inService.map((uplink) => uplink.status_since);
  if (changes.includes(null))
    return { standing: "bad", sentence: _("Offline: no uplink reaches the Internet.") };
  const since = writeMoment(Math.max(...(changes as number[])));
  return {
    standing: "bad",
    sentence: fill(_("Offline since %s: no uplink reaches the Internet."), since),
  };
}

/** The page's first sentence; for a running service. */
function deriveHeadline(_: Translate, status: StatusReply, writeMoment: WriteMoment): Headline {
  const { uplinks } = status;
  if (uplinks.length === 0)
    return {
      standing: "neutral",
      sentence: _("No uplinks are configured yet; add the first one in Configuration."),
    };
  const active = uplinks.filter((uplink) => uplink.active);
  return active.length > 0
    ? describeOnline(_, active, uplinks, writeMoment)
    : describeOffline(_, uplinks, writeMoment);
}

/** In the order in which failover would use them, those out of service last. */
function orderUplinks(uplinks: UplinkStatusReply[]): UplinkStatusReply[] {
  const rank = (uplink: UplinkStatusReply): number =>
    isInService(uplink) ? (uplink.metric ?? Infinity) : Infinity;
  return [...uplinks].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

export { deriveHeadline, orderUplinks };
export type { Headline, Standing };

/** What the status means, in one sentence. Pure: moments and words come in. */
import { obstacleCodes } from "../../../shared/contract.ts";
import type {
  PathReply,
  StatusReply,
  UplinkStatusReply,
  WarningReply,
} from "../../../shared/contract.ts";
import { enumerate, formatPercent } from "./format.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";
import { stateOf } from "./words.ts";
import type { Standing } from "./words.ts";

interface Headline {
  standing: Standing;
  sentence: string;
}

/** Writes a moment, seconds since 1970, for people. */
type WriteMoment = (atS: number) => string;

function namesOf(uplinks: UplinkStatusReply[]): string[] {
  return uplinks.map((uplink) => uplink.label);
}

function isFailed({ status }: PathReply): boolean {
  return status === "down" || status === "interface_down";
}

function isDegraded(path: PathReply): boolean {
  return stateOf(path) === "degraded";
}

/** Neither the configuration nor a person keeps it from being used. */
function isInService({ status, override }: UplinkStatusReply): boolean {
  return status !== "disabled" && override?.kind !== "disable";
}

/** What keeps the house from the Internet through it although its line works; null when nothing does. */
function obstacleTo({ section }: UplinkStatusReply, { warnings }: StatusReply): string | null {
  const fits = (one: WarningReply) => one.section === section && obstacleCodes.includes(one.code);
  return warnings.find(fits)?.message ?? null;
}

/** Says of one or of several uplinks what the template for each says; nothing of none. */
function tell(_: Translate, uplinks: UplinkStatusReply[], one: string, many: string): string[] {
  if (uplinks.length === 0) return [];
  return [fill(uplinks.length === 1 ? one : many, enumerate(namesOf(uplinks)))];
}

function describeBackups(
  _: Translate,
  others: UplinkStatusReply[],
  isShared: boolean,
  status: StatusReply
): string[] {
  const isReady = (uplink: UplinkStatusReply): boolean =>
    stateOf(uplink) === "up" &&
    uplink.override?.kind !== "drain" &&
    obstacleTo(uplink, status) === null;
  const ready = others.filter(isReady);
  if (ready.length > 0)
    return tell(_, ready, _("%s is ready as backup"), _("%s are ready as backups"));
  // A degraded one is named already, and works.
  if (others.length > 0) return others.some(isDegraded) ? [] : [_("no backup is ready")];
  return isShared ? [] : [_("there is no backup")];
}

/** Whether IPv6 is there, but answers nowhere. */
function isIpv6Down(uplinks: UplinkStatusReply[]): boolean {
  const paths = uplinks.flatMap((uplink) =>
    uplink.family === "ipv6" ? uplink : (uplink.ipv6 ?? [])
  );
  const works = paths.some(({ active, status }) => active || status === "up");
  return !works && paths.some(({ status }) => status === "down");
}

function describeOnline(
  _: Translate,
  status: StatusReply,
  active: UplinkStatusReply[],
  writeMoment: WriteMoment
): Headline {
  const { mode, uplinks, active_since: since } = status;
  const names = enumerate(namesOf(active));
  if (active.every((uplink) => uplink.status !== "up"))
    return {
      standing: "degraded",
      sentence: fill(_("Trying %s, which answers again; no other uplink is online."), names),
    };
  const inService = uplinks.filter(isInService);
  const others = inService.filter((uplink) => !uplink.active);
  // In the other modes the metric says nothing.
  const preferred = others.filter(
    ({ metric }) => mode !== "failover" || (metric ?? 0) < (active[0]?.metric ?? 0)
  );
  const failed = preferred.filter(isFailed);
  const degraded = inService.filter(isDegraded);
  const isMissed = failed.length > 0 || preferred.some(isDegraded);
  const isWithoutIpv6 = isIpv6Down(inService);
  const parts = [
    since === null
      ? fill(_("Online through %s"), names)
      : fill(_("Online through %s since %s"), names, writeMoment(since)),
    ...tell(_, failed, _("%s is down"), _("%s are down")),
    ...tell(_, degraded, _("%s is degraded"), _("%s are degraded")),
    ...(isMissed ? [] : describeBackups(_, others, active.length > 1, status)),
    ...(isWithoutIpv6 ? [_("IPv6 is down")] : []),
  ];
  const isGood = degraded.length === 0 && !others.some(isFailed) && !isWithoutIpv6;
  return { standing: isGood ? "good" : "degraded", sentence: `${parts.join("; ")}.` };
}

function describeOffline(
  _: Translate,
  uplinks: UplinkStatusReply[],
  writeMoment: WriteMoment
): Headline {
  const inService = uplinks.filter(isInService);
  if (inService.length === 0) {
    // What the configuration disables is left to the system; what a person has ordered is not.
    const isOrdered = uplinks.some(({ override }) => override?.kind === "disable");
    return isOrdered
      ? { standing: "bad", sentence: _("Offline: all uplinks are disabled.") }
      : { standing: "neutral", sentence: _("All uplinks are disabled.") };
  }
  const byIpv6 = inService.filter((uplink) => uplink.ipv6?.active);
  if (byIpv6.length > 0)
    return {
      standing: "degraded",
      sentence: fill(_("Only IPv6 works, through %s."), enumerate(namesOf(byIpv6))),
    };
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
  if (active.length === 0 && status.warnings.some(({ code }) => code === "foreign_default"))
    return {
      standing: "neutral",
      sentence: _("Ordinary traffic leaves by a default route that is no uplink's."),
    };
  return active.length > 0
    ? describeOnline(_, status, active, writeMoment)
    : describeOffline(_, uplinks, writeMoment);
}

/** Its part of new connections; empty when it gets none. */
function describeUse(_: Translate, { active, share_pct: share }: PathReply): string {
  if (!active) return "";
  return share < 100
    ? fill(_("Carries %s of new connections"), formatPercent(share))
    : _("Carries the traffic");
}

/** What the configuration wants it for; empty where that says nothing. */
function describeRole(_: Translate, uplink: UplinkStatusReply, { mode, uplinks }: StatusReply) {
  if (!isInService(uplink) || mode === "quality") return "";
  if (mode === "multi-uplink") return fill(_("Weight %s"), uplink.weight ?? "–");
  return orderUplinks(uplinks)[0] === uplink ? _("First choice") : _("Backup uplink");
}

/** In the order in which failover would use them, those out of service last. */
function orderUplinks(uplinks: UplinkStatusReply[]): UplinkStatusReply[] {
  const rank = (uplink: UplinkStatusReply): number =>
    isInService(uplink) ? (uplink.metric ?? Infinity) : Infinity;
  return [...uplinks].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

export { deriveHeadline, describeRole, describeUse, obstacleTo, orderUplinks };
export type { Headline };

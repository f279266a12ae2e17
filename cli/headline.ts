/** How the router does, in one sentence. */
import { obstacleCodes } from "../shared/contract.ts";
import type {
  PathReply,
  StatusReply,
  UplinkStatusReply,
  WarningReply,
} from "../shared/contract.ts";
import type { Family } from "../shared/domain.ts";

/** The uplink's side of a family, or null when it has none. */
function pathOf(uplink: UplinkStatusReply, family: Family): PathReply | null {
  return uplink.family == family ? uplink : family == "ipv6" ? uplink.ipv6 : null;
}

function isInUse(uplink: UplinkStatusReply, family: Family): boolean {
  const path = pathOf(uplink, family);
  return path != null && path.active && path.status == "up";
}

function usedFor(uplinks: readonly UplinkStatusReply[], family: Family): UplinkStatusReply[] {
  return filter(uplinks, (uplink) => isInUse(uplink, family));
}

/** Whether something but the line itself keeps the house from the Internet through it. */
function isObstructed(uplink: UplinkStatusReply, status: StatusReply): boolean {
  const fits = (one: WarningReply): boolean =>
    one.section == uplink.section && index(obstacleCodes, one.code) >= 0;
  return length(filter(status.warnings ?? [], (one) => fits(one))) > 0;
}

/** Whether it would be used if those in use failed, and would do. */
function isReady(uplink: UplinkStatusReply, status: StatusReply): boolean {
  const kind = uplink.override?.kind;
  return (
    !isObstructed(uplink, status) &&
    !isInUse(uplink, "ipv4") &&
    !isInUse(uplink, "ipv6") &&
    (uplink.status == "up" || uplink.ipv6?.status == "up") &&
    kind != "drain" &&
    kind != "disable"
  );
}

/** `lte`, `lte and dsl`, `lte, dsl and cable`. */
function listed(names: readonly string[]): string {
  const count = length(names);
  return count < 2
    ? join("", names)
    : `${join(", ", slice(names, 0, count - 1))} and ${names[count - 1]}`;
}

/** What people call it. */
function nameOf(uplink: UplinkStatusReply): string {
  return uplink.label ?? uplink.section;
}

/** `fibre (wan)`, and with its share when there are several. */
function named(uplinks: readonly UplinkStatusReply[], family: Family): string {
  return listed(
    map(uplinks, (uplink) => {
      const name = nameOf(uplink);
      const details = uplink.interface == name ? [] : [uplink.interface];
      if (length(uplinks) > 1) {
        push(details, sprintf("%.0f %%", pathOf(uplink, family)?.share_pct ?? 0));
      }
      return length(details) == 0 ? name : `${name} (${join(", ", details)})`;
    })
  );
}

function backupText(status: StatusReply): string {
  const uplinks = status.uplinks;
  const ready = map(
    filter(uplinks, (uplink) => isReady(uplink, status)),
    (uplink) => nameOf(uplink)
  );
  if (length(ready) > 0) {
    return `; ${listed(ready)} ${length(ready) == 1 ? "is" : "are"} ready as backup`;
  }
  return length(uplinks) > 1 ? "; no backup is ready" : "";
}

/** What IPv6 does where that is not what IPv4 does. */
function sixText(status: StatusReply, four: readonly UplinkStatusReply[]): string {
  const six = usedFor(status.uplinks, "ipv6");
  const has = filter(status.uplinks, (uplink) => pathOf(uplink, "ipv6")?.address != null);
  if (length(four) == 0 || length(has) == 0) {
    return "";
  }
  if (length(six) == 0) {
    return "; IPv6 is offline";
  }
  const text = named(six, "ipv6");
  return text == named(four, "ipv4") ? "" : `; IPv6 through ${text}`;
}

/** Whether the default route of others is in force, for one family at least. */
function isLeftToOthers(status: StatusReply): boolean {
  return length(filter(status.warnings, (one) => one.code == "foreign_default")) > 0;
}

/** Whether new connections of either family have an uplink that works, or a default route of others above one. */
function isOnline(status: StatusReply): boolean {
  const isForeign = isLeftToOthers(status);
  const used = filter(
    status.uplinks,
    (uplink) =>
      isInUse(uplink, "ipv4") || isInUse(uplink, "ipv6") || (isForeign && uplink.status == "up")
  );
  return status.service == "running" && length(used) > 0;
}

/** `since` is the time of the last change in words, null when it is not known. */
function headline(status: StatusReply, since: string | null): string {
  if (status.service != "running") {
    return status.service == "stopped"
      ? "Mini-MWAN is not running; the system's own routes apply."
      : `Mini-MWAN is not well: ${status.message}`;
  }
  if (length(status.uplinks) == 0) {
    return "No uplink is configured: add one to /etc/config/mini-mwan.";
  }
  const known = filter(status.uplinks, (uplink) => uplink.status != "unknown");
  if (length(known) == 0) {
    return "Starting: no uplink has been judged yet.";
  }
  const four = usedFor(status.uplinks, "ipv4");
  const six = usedFor(status.uplinks, "ipv6");
  if (length(four) == 0 && isLeftToOthers(status)) {
    return "Ordinary traffic leaves by a default route that is no uplink's.";
  }
  const tail = `${since == null ? "" : ` since ${since}`}${sixText(status, four)}${backupText(status)}.`;
  if (length(four) > 0) {
    return `Online through ${named(four, "ipv4")}${tail}`;
  }
  return length(six) > 0
    ? `Online for IPv6 only, through ${named(six, "ipv6")}${tail}`
    : `Offline${since == null ? "" : ` since ${since}`}: no uplink works.`;
}

export { headline, isOnline, nameOf };

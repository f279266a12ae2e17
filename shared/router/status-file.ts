/**
 * The status file: `key=value` lines, then a `[section]` for each uplink. It keeps every key of the
 * original Mini-MWAN, so that programs written for it go on working. Unknown values are left empty.
 */
import type {
  Family,
  Health,
  Mode,
  OverrideKind,
  OverrideStatus,
  PathStatus,
  Snapshot,
  TargetStatus,
  TargetWord,
  UplinkStatus,
  UplinkStatusWord,
} from "../domain.ts";
import { numberOf, wholeNumberOf } from "./number.ts";
import { matchLine, oneLine } from "./text.ts";
import { formatWarnings, parseWarnings } from "./warning-lines.ts";

/** Where the daemon publishes. */
const statusPath = "/var/run/mini-mwan.status";

/**
 * Who reads the file again and again leaves an empty one here each time. While nobody does, measurements are
 * published every 12 to 16 seconds only; changes always are at once.
 */
const readerPath = "/var/run/mini-mwan.reader";

const schemaVersion = 2;

interface Fields {
  [key: string]: string;
}

/** Empty for what is unknown. */
function shown(value: unknown): string {
  return value == null ? "" : `${value}`;
}

/** Text from outside on one line. */
function shownText(value: string | null): string {
  return value == null ? "" : oneLine(value);
}

function decimal(value: number | null): string {
  return value == null ? "" : sprintf("%.2f", value);
}

/** Byte counters can exceed what `%s` shows of a double on some builds; they are whole. */
function whole(value: number | null): string {
  return value == null ? "" : sprintf("%d", value);
}

/** One word: `1.1.1.1,answers,20.10,0.00`. */
function formatTarget(target: TargetStatus): string {
  const figures = `${decimal(target.latencyMs)},${decimal(target.lossPct)}`;
  return `${target.target},${target.state},${figures}`;
}

function joined(targets: readonly TargetStatus[], form: (target: TargetStatus) => string): string {
  return join(" ", map(targets, form));
}

/** The keys of one family, each with `prefix` before it. */
function formatPath(path: PathStatus, prefix: string): string {
  return join(`\n${prefix}`, [
    `${prefix}status=${path.status}`,
    `status_since=${whole(path.statusSince)}`,
    `last_check=${whole(path.lastCheck)}`,
    `latency=${decimal(path.latencyMs)}`,
    `jitter=${decimal(path.jitterMs)}`,
    `loss=${decimal(path.lossPct)}`,
    `gateway=${shownText(path.gateway)}`,
    `address=${shownText(path.address)}`,
    `ping_target=${joined(path.targets, (target) => target.target)}`,
    `active=${path.active ? 1 : 0}`,
    `reason=${shownText(path.reason)}`,
    `health=${path.health}`,
    `share=${decimal(path.sharePct)}`,
    `score=${decimal(path.score)}`,
    `suppressed_until=${whole(path.suppressedUntil)}`,
    `targets=${joined(path.targets, (target) => formatTarget(target))}`,
  ]);
}

function formatUplink(uplink: UplinkStatus): string {
  const override = uplink.override;
  return join("\n", [
    `\n[${uplink.section}]`,
    `interface=${shownText(uplink.interface)}`,
    `label=${shownText(uplink.label)}`,
    `device=${shownText(uplink.device)}`,
    formatPath(uplink, ""),
    `family=${uplink.family}`,
    ...(uplink.ipv6 == null ? [] : [formatPath(uplink.ipv6, "ipv6_")]),
    `rx_bytes=${whole(uplink.rxBytes)}`,
    `tx_bytes=${whole(uplink.txBytes)}`,
    `metric=${uplink.metric}`,
    `weight=${uplink.weight}`,
    `metered=${uplink.metered ? 1 : 0}`,
    `override=${shown(override?.kind)}`,
    `override_until=${whole(override?.until ?? null)}`,
    `slot=${shown(uplink.slot)}\n`,
  ]);
}

/** The file's text; `parseStatus` reads it back. */
function formatStatus(snapshot: Snapshot): string {
  const head = join("\n", [
    `mode=${snapshot.mode}`,
    `timestamp=${snapshot.timestamp}`,
    `check_interval=${snapshot.checkIntervalS}`,
    `schema_version=${snapshot.schemaVersion}`,
    `version=${snapshot.version}`,
    `reason=${shownText(snapshot.reason)}`,
    `active_since=${whole(snapshot.activeSince)}`,
    `notice=${shownText(snapshot.notice)}`,
    ...formatWarnings(snapshot.warnings),
    `uplinks=${length(snapshot.uplinks)}\n`,
  ]);
  return join("", [head, ...map(snapshot.uplinks, (uplink) => formatUplink(uplink))]);
}

function textOf(fields: Fields, key: string): string | null {
  const value = fields[key];
  return value == null || value == "" ? null : value;
}

function decimalOf(fields: Fields, key: string): number | null {
  const text = fields[key];
  return text == null ? null : numberOf(text);
}

function parseTarget(word: string): TargetStatus {
  const parts = split(word, ",");
  return {
    target: parts[0] as string,
    state: (parts[1] ?? "unknown") as TargetWord,
    latencyMs: numberOf(parts[2] ?? ""),
    lossPct: numberOf(parts[3] ?? ""),
  };
}

function parsePath(fields: Fields, prefix: string): PathStatus {
  const targets = textOf(fields, `${prefix}targets`);
  return {
    status: (textOf(fields, `${prefix}status`) ?? "unknown") as UplinkStatusWord,
    health: (textOf(fields, `${prefix}health`) ?? "unknown") as Health,
    active: fields[`${prefix}active`] == "1",
    sharePct: decimalOf(fields, `${prefix}share`) ?? 0,
    reason: textOf(fields, `${prefix}reason`) ?? "",
    statusSince: decimalOf(fields, `${prefix}status_since`),
    lastCheck: decimalOf(fields, `${prefix}last_check`),
    latencyMs: decimalOf(fields, `${prefix}latency`),
    jitterMs: decimalOf(fields, `${prefix}jitter`),
    lossPct: decimalOf(fields, `${prefix}loss`),
    score: decimalOf(fields, `${prefix}score`),
    gateway: textOf(fields, `${prefix}gateway`),
    address: textOf(fields, `${prefix}address`),
    targets: targets == null ? [] : map(split(targets, " "), (word) => parseTarget(word)),
    suppressedUntil: decimalOf(fields, `${prefix}suppressed_until`),
  };
}

function parseOverride(fields: Fields): OverrideStatus | null {
  const kind = textOf(fields, "override");
  const until = decimalOf(fields, "override_until");
  return kind == null ? null : { kind: kind as OverrideKind, until };
}

function parseUplink(section: string, fields: Fields): UplinkStatus {
  return {
    ...parsePath(fields, ""),
    section,
    interface: textOf(fields, "interface") ?? section,
    label: textOf(fields, "label") ?? section,
    family: (textOf(fields, "family") ?? "ipv4") as Family,
    device: textOf(fields, "device"),
    ipv6: textOf(fields, "ipv6_status") == null ? null : parsePath(fields, "ipv6_"),
    rxBytes: decimalOf(fields, "rx_bytes"),
    txBytes: decimalOf(fields, "tx_bytes"),
    metric: decimalOf(fields, "metric") ?? 0,
    weight: decimalOf(fields, "weight") ?? 0,
    metered: fields.metered == "1",
    override: parseOverride(fields),
    slot: decimalOf(fields, "slot"),
  };
}

/** The section's name when the line is a heading, else null. */
function headingOn(line: string): string | null {
  return substr(line, 0, 1) == "[" ? (matchLine(line, /^\[([A-Za-z0-9_]+)\]$/)?.[1] ?? null) : null;
}

/** Splits the text into the head's fields and each section's, in order; junk lines are passed over. */
function parseLines(text: string) {
  const head: Fields = {};
  const names: string[] = [];
  const sections: { [name: string]: Fields } = {};
  const lines = split(text, "\n");
  let current = head;
  const count = length(lines);
  for (let i = 0; i < count; i++) {
    const line = lines[i] as string;
    const at = index(line, "=");
    const name = at < 0 ? headingOn(line) : null;
    if (at > 0) {
      current[substr(line, 0, at)] = substr(line, at + 1);
    } else if (name != null) {
      current = {};
      push(names, name);
      sections[name] = current;
    }
  }
  return { head, names, sections };
}

/** Whether the head and every announced uplink are there to their last line. */
function isWhole(head: Fields, names: string[], sections: { [name: string]: Fields }): boolean {
  if (wholeNumberOf(head.uplinks ?? "") != length(names) || head.timestamp == null) {
    return false;
  }
  const last = names[length(names) - 1];
  return last == null || exists(sections[last] as Fields, "slot");
}

/** What `formatStatus` wrote, or null when the text is cut short or something else. */
function parseStatus(text: string): Snapshot | null {
  const parsed = parseLines(text);
  const head = parsed.head;
  const closed = substr(text, length(text) - 1) == "\n";
  if (!closed || !isWhole(head, parsed.names, parsed.sections)) {
    return null;
  }
  return {
    schemaVersion: wholeNumberOf(head.schema_version ?? "") ?? 0,
    version: head.version ?? "",
    mode: (textOf(head, "mode") ?? "failover") as Mode,
    checkIntervalS: wholeNumberOf(head.check_interval ?? "") ?? 0,
    timestamp: decimalOf(head, "timestamp") ?? 0,
    reason: head.reason ?? "",
    activeSince: decimalOf(head, "active_since"),
    notice: head.notice ?? "",
    warnings: parseWarnings(head),
    uplinks: map(parsed.names, (name) => parseUplink(name, parsed.sections[name] as Fields)),
  };
}

export { formatStatus, parseStatus, statusPath, readerPath, schemaVersion };

/**
 * The status file: `key=value` lines, then a `[section]` for each uplink. It keeps every key of the
 * original Mini-MWAN, so that programs written for it go on working. Unknown values are left empty.
 */
import type { Mode, Snapshot, UplinkStatus, UplinkStatusWord } from "../domain.ts";
import { numberOf, wholeNumberOf } from "./number.ts";
import { matchLine, oneLine } from "./text.ts";

/** Where the daemon publishes. */
const statusPath = "/var/run/mini-mwan.status";

const schemaVersion = 1;

interface Fields {
  [key: string]: string;
}

function line(key: string, value: unknown): string {
  return `${key}=${value == null ? "" : oneLine(`${value}`)}\n`;
}

function decimal(value: number | null): string | null {
  return value == null ? null : sprintf("%.2f", value);
}

/** Byte counters can exceed what `%s` shows of a double on some builds; they are whole. */
function whole(value: number | null): string | null {
  return value == null ? null : sprintf("%d", value);
}

function formatUplink(uplink: UplinkStatus): string {
  return join("", [
    `\n[${uplink.section}]\n`,
    line("interface", uplink.interface),
    line("device", uplink.device),
    line("status", uplink.status),
    line("status_since", whole(uplink.statusSince)),
    line("last_check", whole(uplink.lastCheck)),
    line("latency", decimal(uplink.latencyMs)),
    line("jitter", decimal(uplink.jitterMs)),
    line("loss", decimal(uplink.lossPct)),
    line("gateway", uplink.gateway),
    line("address", uplink.address),
    line("ping_target", join(" ", uplink.targets)),
    line("rx_bytes", whole(uplink.rxBytes)),
    line("tx_bytes", whole(uplink.txBytes)),
    line("metric", uplink.metric),
    line("weight", uplink.weight),
    line("active", uplink.active ? 1 : 0),
    line("reason", uplink.reason),
    line("slot", uplink.slot),
  ]);
}

/** The file's text; `parseStatus` reads it back. */
function formatStatus(snapshot: Snapshot): string {
  const head = join("", [
    line("mode", snapshot.mode),
    line("timestamp", snapshot.timestamp),
    line("check_interval", snapshot.checkIntervalS),
    line("schema_version", snapshot.schemaVersion),
    line("version", snapshot.version),
    line("reason", snapshot.reason),
    line("uplinks", length(snapshot.uplinks)),
  ]);
  return join("", [head, ...map(snapshot.uplinks, (uplink) => formatUplink(uplink))]);
}

function textOf(fields: Fields, key: string): string | null {
  const value = fields[key];
  return value == null || value == "" ? null : value;
}

function decimalOf(fields: Fields, key: string): number | null {
  const text = textOf(fields, key);
  return text == null ? null : numberOf(text);
}

function parseUplink(section: string, fields: Fields): UplinkStatus {
  const targets = textOf(fields, "ping_target");
  return {
    section,
    interface: textOf(fields, "interface") ?? section,
    device: textOf(fields, "device"),
    status: (textOf(fields, "status") ?? "unknown") as UplinkStatusWord,
    active: fields.active == "1",
    reason: textOf(fields, "reason") ?? "",
    statusSince: decimalOf(fields, "status_since"),
    lastCheck: decimalOf(fields, "last_check"),
    latencyMs: decimalOf(fields, "latency"),
    jitterMs: decimalOf(fields, "jitter"),
    lossPct: decimalOf(fields, "loss"),
    gateway: textOf(fields, "gateway"),
    address: textOf(fields, "address"),
    targets: targets == null ? [] : split(targets, " "),
    rxBytes: decimalOf(fields, "rx_bytes"),
    txBytes: decimalOf(fields, "tx_bytes"),
    metric: decimalOf(fields, "metric") ?? 0,
    weight: decimalOf(fields, "weight") ?? 0,
    slot: decimalOf(fields, "slot"),
  };
}

/** Splits the text into the head's fields and each section's, in order; junk lines are passed over. */
function parseLines(text: string) {
  const head: Fields = {};
  const names: string[] = [];
  const sections: { [name: string]: Fields } = {};
  const lines = split(text, "\n");
  let current = head;
  for (let i = 0; i < length(lines); i++) {
    const heading = matchLine(lines[i] as string, /^\[([A-Za-z0-9_]+)\]$/);
    const field = matchLine(lines[i] as string, /^([a-z_]+)=([^\n]*)$/);
    if (heading != null) {
      current = {};
      push(names, heading[1] as string);
      sections[heading[1] as string] = current;
    } else if (field != null) {
      current[field[1] as string] = field[2] as string;
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
    uplinks: map(parsed.names, (name) => parseUplink(name, parsed.sections[name] as Fields)),
  };
}

export { formatStatus, parseStatus, statusPath, schemaVersion };

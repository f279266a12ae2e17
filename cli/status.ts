/** `status`: how the router does and how its uplinks do. */
import type { ConfigReply, PathReply, StatusReply, UplinkStatusReply } from "../shared/contract.ts";
import { quoted } from "../shared/router/text.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { durationText, momentText } from "./duration.ts";
import { headline, isOnline, nameOf } from "./headline.ts";
import { figure } from "./table.ts";
import type { Column, Row } from "./table.ts";
import { exitCode, fail, printJson, printTable, say } from "./terminal.ts";

const columns: Column[] = [
  { title: "uplink" },
  { title: "state" },
  { title: "share", right: true },
  { title: "latency", right: true },
  { title: "jitter", right: true },
  { title: "loss", right: true },
  { title: "since" },
  { title: "device" },
];

/** What an order does, as a participle. */
const orderWords = { force: "forced", drain: "drained", disable: "disabled" };

function stateText(path: PathReply): string {
  if (path.status == "up" && path.health == "degraded") {
    return "degraded";
  }
  return path.status == "interface_down" ? "no interface" : path.status;
}

function rowOf(name: string, path: PathReply, device: string | null, now: number): Row {
  const until = path.suppressed_until;
  const suppressed = until == null ? "" : `; suppressed for another ${durationText(until - now)}`;
  // Why it does well needs no line.
  const note = path.health == "online" && path.status == "up" && until == null ? "" : path.reason;
  return {
    cells: [
      name,
      stateText(path),
      figure(path.share_pct, "%.0f%%"),
      figure(path.latency_ms, "%.1f ms"),
      figure(path.jitter_ms, "%.1f ms"),
      figure(path.loss_pct, "%.0f%%"),
      path.status_since == null ? null : durationText(now - path.status_since),
      device,
    ],
    note: `${note}${suppressed}`,
  };
}

/** What people call it, with the section that commands take where that is called otherwise. */
function tableName(uplink: UplinkStatusReply): string {
  const name = nameOf(uplink);
  return name == uplink.section ? name : `${name} (${uplink.section})`;
}

function rowsOf(status: StatusReply): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < length(status.uplinks); i++) {
    const uplink = status.uplinks[i] as UplinkStatusReply;
    push(rows, rowOf(tableName(uplink), uplink, uplink.device, status.now));
    if (uplink.ipv6 != null) {
      push(rows, rowOf("  IPv6", uplink.ipv6, uplink.device, status.now));
    }
  }
  return rows;
}

function sayOrders(status: StatusReply): void {
  for (let i = 0; i < length(status.uplinks); i++) {
    const uplink = status.uplinks[i] as UplinkStatusReply;
    const order = uplink.override;
    if (order != null) {
      const end =
        order.until == null
          ? "until 'mini-mwan auto'"
          : `until ${momentText(order.until, status.now)}, for another ${durationText(order.until - status.now)}`;
      say("Order: ", `${nameOf(uplink)} is ${orderWords[order.kind]} ${end}`);
    }
  }
}

/** What to do about a service that does not run. */
function remedy(): string {
  const found = { isOn: true };
  ask("config", {}, (config: ConfigReply) => {
    found.isOn = config.global.options["enabled"]?.value == true;
    return exitCode.ok;
  });
  return found.isOn
    ? "Run 'mini-mwan start'."
    : "It is switched off in /etc/config/mini-mwan; run 'uci set mini-mwan.global.enabled=1', 'uci commit mini-mwan', and 'mini-mwan start'.";
}

function showStatus(request: Request): number {
  return ask("status", {}, (status: StatusReply) => {
    if (request.json) {
      printJson(status);
    } else {
      const since =
        status.active_since == null ? null : momentText(status.active_since, status.now);
      say("", headline(status, since));
      if (status.reason != null && status.service == "running") {
        say("Reason: ", status.reason);
      }
      if (length(status.uplinks) > 0) {
        printTable(columns, rowsOf(status), request.terminal);
      }
      sayOrders(status);
      if (status.notice != null) {
        say("Notice: ", status.notice);
      }
      map(status.warnings, (warning) => say("Warning: ", warning.message));
      if (status.service == "stopped") {
        say("", remedy());
      }
    }
    return isOnline(status)
      ? exitCode.ok
      : status.service == "running"
        ? exitCode.negative
        : exitCode.notRunning;
  });
}

/** Gives what `use` makes of the status of a service that runs; says so when it does not. */
function whileRunning(use: (status: StatusReply) => number): number {
  return ask("status", {}, (status: StatusReply) =>
    status.service == "running"
      ? use(status)
      : fail(`${status.message} ${remedy()}`, exitCode.notRunning)
  );
}

/**
 * Gives what `use` makes of the sections of uplinks, each named by its section, its interface or its label; says
 * which there are when one is not known.
 */
function withSections(names: readonly string[], use: (sections: string[]) => number): number {
  return whileRunning((status) => {
    const sections: string[] = [];
    for (let i = 0; i < length(names); i++) {
      const name = names[i] as string;
      const found =
        filter(status.uplinks, (uplink) => uplink.section == name)[0] ??
        filter(status.uplinks, (uplink) => uplink.interface == name)[0] ??
        filter(status.uplinks, (uplink) => uplink.label == name)[0];
      if (found == null) {
        const known = join(
          ", ",
          map(status.uplinks, (uplink) => uplink.section)
        );
        const text = `there is no uplink ${quoted(name)}; those configured: ${known}`;
        return fail(text, exitCode.negative);
      }
      push(sections, found.section);
    }
    return use(sections);
  });
}

export { showStatus, whileRunning, withSections };

/** `history`: how an uplink did in the last ten minutes or the last day. */
import type { HistoryReply, PathHistoryReply } from "../shared/queries.ts";
import { dayOf, recentOf } from "../shared/router/history-ring.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { chartLines, stretchesOf } from "./chart.ts";
import { momentText } from "./duration.ts";
import { withSections } from "./status.ts";
import { figure } from "./table.ts";
import type { Column, Row } from "./table.ts";
import { exitCode, printJson, printLines, printTable, say } from "./terminal.ts";

const columns: Column[] = [
  { title: "from" },
  { title: "state" },
  { title: "latency", right: true },
  { title: "jitter", right: true },
  { title: "loss", right: true },
];

/** Seconds and number of the table's stretches and of the chart's columns. */
const layouts = {
  recent: { rowS: 60, rows: 10, columnS: 10, columns: 60, title: "the last ten minutes" },
  day: { rowS: 3600, rows: 24, columnS: 1440, columns: 60, title: "the last 24 hours" },
};

function showPath(path: PathHistoryReply, reply: HistoryReply, request: Request): void {
  const layout = layouts[reply.span];
  const rings = { recent: path.ring, day: path.ring };
  const samples = reply.span == "day" ? dayOf(rings) : recentOf(rings);
  const rows: Row[] = [];
  const stretches = stretchesOf(samples, reply.now, layout.rowS, layout.rows);
  for (let i = 0; i < length(stretches); i++) {
    const stretch = stretches[i];
    if (stretch != null && stretch.health != "unknown") {
      push(rows, {
        cells: [
          momentText(stretch.time, reply.now),
          stretch.health,
          figure(stretch.latencyMs, "%.1f ms"),
          figure(stretch.jitterMs, "%.1f ms"),
          figure(stretch.lossPct, "%.1f%%"),
        ],
      });
    }
  }
  const family = path.family == "ipv6" ? " (IPv6)" : "";
  say("", `${path.section}${family}: latency over ${layout.title}; '!' is loss, 'X' is offline`);
  printLines(chartLines(stretchesOf(samples, reply.now, layout.columnS, layout.columns)));
  printTable(columns, rows, request.terminal);
}

function showHistory(request: Request): number {
  const span = request.options["day"] == null ? "recent" : "day";
  return withSections(request.words, (sections) =>
    ask("history", { section: sections[0], span }, (reply: HistoryReply) => {
      if (request.json) {
        printJson(reply);
        return exitCode.ok;
      }
      for (let i = 0; i < length(reply.paths); i++) {
        showPath(reply.paths[i] as PathHistoryReply, reply, request);
      }
      if (length(reply.paths) == 0) {
        say("", "Nothing has been measured yet; the first minute has to pass.");
      }
      return exitCode.ok;
    })
  );
}

export { showHistory };

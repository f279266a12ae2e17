/** Keeps the history of every path, and puts it where others read it. */
import { readfile } from "ucode:fs";
import type { Family } from "../../shared/domain.ts";
import { formatHistory, historyPath, parseHistory } from "../../shared/router/history-file.ts";
import type { PathHistory } from "../../shared/router/history-file.ts";
import type { HistorySample } from "../../shared/router/history-ring.ts";
import { createHistory, ringsOf, withSample } from "../engine/history.ts";
import type { History } from "../engine/history.ts";
import { replaceFile } from "./replace-file.ts";

interface PathRecord {
  section: string;
  family: Family;
  history: History;
}

interface HistoryKeeper {
  /** Remembers the sample; with the first one of a minute the file is written. */
  add(section: string, family: Family, sample: HistorySample): void;
  /** Null when nothing is known of the path. */
  historyOf(section: string, family: Family): History | null;
  /** Forgets uplinks that are not configured any more. */
  keepOnly(sections: readonly string[]): void;
  /** Writes the file now; for the end. */
  write(): void;
}

function pathOf(record: PathRecord): PathHistory {
  const rings = ringsOf(record.history);
  const section = record.section;
  const family = record.family;
  return { section, family, recent: rings.recent, day: rings.day };
}

/**
 * Goes on from what a predecessor left, at `nowS` seconds since 1970; a broken file costs what it
 * held. `complain` is told what keeps the file from being written, and "" once it is written again.
 */
function createHistoryKeeper(nowS: number, complain: (text: string) => void): HistoryKeeper {
  const records: { [path: string]: PathRecord } = {};
  let writtenMinute = nowS - (nowS % 60);

  const found = parseHistory(readfile(historyPath) ?? "", nowS);
  for (let i = 0; i < length(found); i++) {
    const path = found[i] as PathHistory;
    const history = createHistory({ recent: path.recent, day: path.day });
    const section = path.section;
    records[`${section} ${path.family}`] = { section, family: path.family, history };
  }

  function write(): void {
    const paths = map(values(records), (record) => pathOf(record));
    complain(replaceFile(historyPath, (out) => formatHistory(paths, out)) ?? "");
  }

  function add(section: string, family: Family, sample: HistorySample): void {
    const path = `${section} ${family}`;
    const history = withSample(records[path]?.history ?? createHistory(null), sample);
    records[path] = { section, family, history };
    const minute = sample.time - (sample.time % 60);
    if (minute != writtenMinute) {
      writtenMinute = minute;
      write();
    }
  }

  function keepOnly(sections: readonly string[]): void {
    const paths = keys(records);
    for (let i = 0; i < length(paths); i++) {
      const path = paths[i] as string;
      if (index(sections, records[path]?.section ?? "") < 0) {
        delete records[path];
      }
    }
  }

  return {
    add,
    historyOf: (section, family) => records[`${section} ${family}`]?.history ?? null,
    keepOnly,
    write,
  };
}

export { createHistoryKeeper };
export type { HistoryKeeper };

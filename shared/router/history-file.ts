/**
 * The history file: JSON with the rings of every path, replaced by rename at most once a minute. Its
 * samples are packed; `recentOf` and `dayOf` of history-ring unpack them.
 */
import type { Family } from "../domain.ts";
import { daySpan, recentSpan, ringFrom } from "./history-ring.ts";
import type { PathRings, Ring } from "./history-ring.ts";
import { matchLine } from "./text.ts";

const historyPath = "/var/run/mini-mwan.history";

const formatVersion = 1;

interface PathHistory extends PathRings {
  /** The uplink's UCI section. */
  section: string;
  family: Family;
}

/** Takes the file's text piece by piece. */
type Sink = (piece: string) => void;

function formatRing(ring: Ring, write: Sink): void {
  write(`{"blocks":${sprintf("%J", ring.blocks)},"texts":[`);
  for (let i = 0; i < length(ring.texts); i++) {
    write(sprintf(i == 0 ? "%J" : ",%J", ring.texts[i]));
  }
  write("]}");
}

/**
 * Gives the file's text to `write`, in pieces of at most a few hundred bytes: a whole text, needed
 * once a minute, would leave the heap full of holes. `parseHistory` reads it back.
 */
function formatHistory(paths: readonly PathHistory[], write: Sink): void {
  write(`{"version":${formatVersion},"paths":[`);
  for (let i = 0; i < length(paths); i++) {
    const path = paths[i] as PathHistory;
    write(i == 0 ? "\n" : ",\n");
    write(sprintf('{"section":%J,"family":%J,"recent":', path.section, path.family));
    formatRing(path.recent, write);
    write(',"day":');
    formatRing(path.day, write);
    write("}");
  }
  write("\n]}\n");
}

function pathFrom(value: unknown, nowS: number): PathHistory | null {
  const given = (type(value) == "object" ? value : {}) as Partial<PathHistory>;
  const section = given.section;
  const family = given.family;
  if (type(section) != "string" || (family != "ipv4" && family != "ipv6")) {
    return null;
  }
  return {
    section: section as string,
    family,
    recent: ringFrom(given.recent, nowS, recentSpan),
    day: ringFrom(given.day, nowS, daySpan),
  };
}

/**
 * What `formatHistory` wrote, without samples from after `nowS` (seconds since 1970), which were
 * taken before the clock was set. What is damaged is left out; nothing is left of other texts.
 */
function parseHistory(text: string, nowS: number): PathHistory[] {
  let value: unknown = null;
  try {
    value = json(text);
  } catch {
    return [];
  }
  const file = (type(value) == "object" ? value : {}) as { version?: unknown; paths?: unknown };
  const given = type(file.paths) == "array" ? (file.paths as unknown[]) : [];
  const paths: PathHistory[] = [];
  for (let i = 0; i < length(given); i++) {
    const path = file.version == formatVersion ? pathFrom(given[i], nowS) : null;
    if (path != null) {
      push(paths, path);
    }
  }
  return paths;
}

/** Gives the text's next line with its end, or null after the last one. */
type LineSource = () => string | null;

/**
 * Gives the paths of what `formatHistory` wrote to `take` one by one, as `parseHistory` has them: of
 * sixty uplinks the whole text has 1.7 MB, a line 14 KB. Lines that are damaged are passed over.
 */
function eachPathOf(nextLine: LineSource, nowS: number, take: (path: PathHistory) => void): void {
  const isOurs = nextLine() == `{"version":${formatVersion},"paths":[\n`;
  let line = isOurs ? nextLine() : null;
  while (line != null) {
    const found = matchLine(trim(line), /^(\{"section"[^\n]*\}),?$/);
    const text = `{"version":${formatVersion},"paths":[${found?.[1] ?? ""}]}`;
    const path = found == null ? null : parseHistory(text, nowS)[0];
    if (path != null) {
      take(path);
    }
    line = nextLine();
  }
}

export { historyPath, formatHistory, parseHistory, eachPathOf };
export type { PathHistory };

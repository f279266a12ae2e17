/**
 * `history`: measurements over time, packed as the file has them. Unpacked in rpcd, a day of two uplinks
 * would take megabytes.
 */
import { open, stat } from "ucode:fs";
import type { FileHandle } from "ucode:fs";
import { cursor } from "ucode:uci";
import { ubusStatus } from "../../shared/contract.ts";
import type { UplinkConfig } from "../../shared/domain.ts";
import type { HistoryReply, HistorySpan, PathHistoryReply } from "../../shared/queries.ts";
import { eachPathOf, historyPath } from "../../shared/router/history-file.ts";
import type { PathHistory } from "../../shared/router/history-file.ts";
import { readConfig } from "../../shared/router/read-config.ts";
import { quoted } from "../../shared/router/text.ts";
import { objectionToChoice, objectionToSection } from "../arguments.ts";
import { badArgument, refusal } from "../method.ts";
import type { Arguments, Refusal } from "../method.ts";

const families = ["ipv4", "ipv6"];
const spans: HistorySpan[] = ["recent", "day"];

/** Of samples in one reply: with a million ubus would cut rpcd off. */
const maxBytes = 600000;

interface Wanted {
  section: string | null;
  family: string | null;
  span: HistorySpan;
}

/** The next line, or null at the end, where ucode gives an empty text. */
function readLine(file: FileHandle): string | null {
  const line = file.read("line");
  return line == "" ? null : line;
}

/** Bytes of the texts, about. */
function sizeOf(path: PathHistoryReply): number {
  return length(join("", path.ring.texts)) + 16 * length(path.ring.blocks);
}

/** The paths asked for, or null when they are more than fit one reply. */
function readPaths(wanted: Wanted, now: number): PathHistoryReply[] | null {
  const paths: PathHistoryReply[] = [];
  const read = { bytes: 0 };
  const take = (path: PathHistory): void => {
    const isWanted =
      (wanted.section ?? path.section) == path.section &&
      (wanted.family ?? path.family) == path.family;
    if (isWanted && read.bytes <= maxBytes) {
      const reply = {
        section: path.section,
        family: path.family,
        ring: wanted.span == "day" ? path.day : path.recent,
      };
      read.bytes += sizeOf(reply);
      push(paths, reply);
    }
  };
  const file = stat(historyPath)?.type == "file" ? open(historyPath, "r") : null;
  if (file != null) {
    eachPathOf(() => readLine(file), now, take);
    file.close();
  }
  return read.bytes > maxBytes ? null : paths;
}

function isConfigured(section: string): boolean {
  const uplinks: UplinkConfig[] = readConfig(cursor()).parsed?.config?.uplinks ?? [];
  return length(filter(uplinks, (uplink) => uplink.section == section)) > 0;
}

function history(args: Arguments): HistoryReply | Refusal {
  const span = args.span ?? "recent";
  const objection =
    (args.section == null ? null : objectionToSection("section", args.section)) ??
    objectionToChoice("family", args.family, families) ??
    objectionToChoice("span", span, spans);
  if (objection != null) {
    return objection;
  }
  const now = time();
  const section = (args.section ?? null) as string | null;
  const wanted = {
    section,
    family: (args.family ?? null) as string | null,
    span: span as HistorySpan,
  };
  const paths = readPaths(wanted, now);
  if (paths == null) {
    return badArgument("that is more than one reply can hold; name a section");
  }
  if (section != null && length(paths) == 0 && !isConfigured(section)) {
    return refusal(ubusStatus.notFound, `there is no uplink ${quoted(section)}`);
  }
  return { now, span: wanted.span, written: stat(historyPath)?.mtime ?? null, paths };
}

export { history };

/**
 * Loads the table of marks with `nft`, the only program the daemon runs to steer: rtnetlink cannot
 * do it. The file of what is loaded tells a later call, and a later daemon, that nothing is to be done.
 */
import { access, error, popen, readfile, rename, unlink, writefile } from "ucode:fs";
import { oneLine } from "../../shared/router/text.ts";
import type { MarkingPlan } from "../engine/marking.ts";
import { markingText, removalText } from "../engine/marking.ts";

/** The script in force; /var/run is memory, and empty after a boot as the kernel's tables are. */
const loadedPath = "/var/run/mini-mwan.nft";

/** The script while it is tried. */
const triedPath = "/var/run/mini-mwan.nft.new";

/** What the shell says when there is no such program. */
const notFound = 127;

/** Where a program of procd's is looked for. */
const folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

const notInstalled = "nft is not installed";

/** Whether the program `nft` is there. */
function hasNft(): boolean {
  return length(filter(folders, (folder) => access(`${folder}/nft`, "x"))) > 0;
}

/** The first of nft's words that says what is wrong, on one line. */
function complaintIn(words: string): string {
  const lines = filter(split(words, "\n"), (line) => index(line, "Error: ") >= 0);
  return oneLine(substr(lines[0] ?? trim(words), 0, 200));
}

/** Has nft carry out the script at `triedPath`; null when done, else why not. */
function runNft(): string | null {
  const nft = popen("nft -f /var/run/mini-mwan.nft.new 2>&1", "r");
  if (nft == null) {
    return `nft cannot be started: ${error()}`;
  }
  const words = nft.read("all") ?? "";
  const exitCode = nft.close();
  if (exitCode == 0) {
    return null;
  }
  return exitCode == notFound
    ? notInstalled
    : `nft refuses the table inet mini_mwan: ${complaintIn(words)}`;
}

function carryOut(text: string): string | null {
  if (writefile(triedPath, text) == null) {
    return `${triedPath} cannot be written: ${error()}`;
  }
  return runNft();
}

/**
 * Brings the table of marks to the plan, or removes it when there is none; what is loaded already is not
 * loaded again. Null when done, else a sentence with nft's words: then the table is what it was.
 */
function applyMarking(plan: MarkingPlan | null): string | null {
  const loaded = readfile(loadedPath);
  const text = plan == null ? null : markingText(plan);
  if (text == loaded) {
    return null;
  }
  const failure = hasNft() ? carryOut(text ?? removalText) : notInstalled;
  if (failure != null || text == null) {
    unlink(triedPath);
  }
  if (failure != null) {
    return failure;
  }
  if (text == null) {
    unlink(loadedPath);
  } else {
    rename(triedPath, loadedPath);
  }
  return null;
}

export { applyMarking, hasNft };

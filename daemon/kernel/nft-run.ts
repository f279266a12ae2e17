/** Runs the program `nft` on a script, one at a time, while the daemon goes on. */
import { access, error, readfile, unlink, writefile } from "ucode:fs";
import { process, timer } from "ucode:uloop";
import type { Process, Timer } from "ucode:uloop";
import { quotient } from "../../shared/router/number.ts";
import { oneLine } from "../../shared/router/text.ts";

/** The script, and what nft says of it. */
const scriptPath = "/var/run/mini-mwan.nft.new";
const wordsPath = "/var/run/mini-mwan.nft.out";

/** For a shell, as nothing else would keep nft's words; the shell becomes nft. */
const commandLine = `exec nft -f ${scriptPath} > ${wordsPath} 2>&1`;

const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/** Where a program of procd's is looked for. */
const folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** An nft that runs longer than this is killed: on a small router it takes some 0.05 s. */
const runLimitMs = 10000;

/** One that is to end at once has this long to die. */
const endLimitMs = 2000;

/** Why it was not done, or null when it was. */
interface Outcome {
  failure: string | null;
}

interface NftRun {
  /** Has nft carry out the script; `onEnd` hears of the end, at once when it cannot even begin. */
  start(script: string, onEnd: (outcome: Outcome) => void): void;
  isRunning(): boolean;
  /** Ends what runs; `onEnd` is called then, and of what was started nothing is told any more. */
  abort(onEnd: () => void): void;
}

/** Whether the program is there. */
function hasNft(): boolean {
  return length(filter(folders, (folder) => access(`${folder}/nft`, "x"))) > 0;
}

/** The first of nft's words that says what is wrong, on one line. */
function complaintIn(words: string): string {
  const lines = filter(split(words, "\n"), (line) => index(line, "Error: ") >= 0);
  return oneLine(substr(lines[0] ?? trim(words), 0, 200));
}

/** Why an nft that has ended did not do as it was told, or null. */
function failureOf(exitCode: number, isOverdue: boolean): string | null {
  if (isOverdue) {
    return `nft does not end within ${quotient(runLimitMs, 1000)} s`;
  }
  const words = complaintIn(readfile(wordsPath) ?? "");
  return exitCode == 0 ? null : `nft refuses the table inet mini_mwan: ${words}`;
}

/** Nothing runs yet. */
function createNftRun(): NftRun {
  let running: Process | null = null;
  let isOverdue = false;
  let isAborted = false;
  let tell: (outcome: Outcome) => void = () => {};
  // Held while it runs: ucode would forget what nobody holds.
  let killer: Process | null = null;
  let deadline: Timer | null = null;

  function ended(exitCode: number): void {
    running = null;
    const outcome = { failure: failureOf(exitCode, isOverdue) };
    unlink(wordsPath);
    tell(outcome);
  }

  /** Whether the attempt could be begun. */
  function kill(): boolean {
    const words = ["-c", `kill -KILL ${running?.pid?.()}`];
    killer = process("/bin/sh", words, environment, () => {
      killer = null;
    });
    return killer != null;
  }

  deadline = timer(-1, () => {
    if (isAborted) {
      tell({ failure: null });
    } else if (running != null) {
      isOverdue = true;
      kill();
      // Should it live on, there is another try.
      deadline?.set?.(runLimitMs);
    }
  });

  /** Why it cannot begin, or null when it has. */
  function begin(script: string): string | null {
    if (!hasNft()) {
      return "nft is not installed";
    }
    if (writefile(scriptPath, script) == null) {
      return `${scriptPath} cannot be written: ${error()}`;
    }
    isOverdue = false;
    running = process("/bin/sh", ["-c", commandLine], environment, ended);
    deadline?.set?.(runLimitMs);
    return running == null ? `nft cannot be started: ${error()}` : null;
  }

  function start(script: string, onEnd: (outcome: Outcome) => void): void {
    tell = onEnd;
    const outcome = { failure: begin(script) };
    if (outcome.failure != null) {
      onEnd(outcome);
    }
  }

  function abort(onEnd: () => void): void {
    tell = () => {
      tell = () => {};
      onEnd();
    };
    isAborted = true;
    if (running == null || !kill()) {
      tell({ failure: null });
      return;
    }
    deadline?.set?.(endLimitMs);
  }

  return { start, isRunning: () => running != null, abort };
}

export { createNftRun, hasNft, scriptPath, wordsPath };
export type { Outcome };

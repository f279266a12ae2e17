/** Reads the configuration, and tells what is wrong with it. */
import { cursor } from "ucode:uci";
import type { Problem, Warning } from "../shared/domain.ts";
import { parseConfig, problemText } from "../shared/router/config.ts";
import { readConfig } from "../shared/router/read-config.ts";
import { monotonicMs } from "./clock.ts";
import { areSocketsBroken } from "./probe/bound-socket.ts";
import type { Runtime } from "./runtime.ts";
import { writeLog } from "./status/log.ts";
import { readSlots } from "./status/publish.ts";

/** Logs what is wrong with the configuration, and nothing while it is what it was. */
function createProblemLog() {
  let logged = "";
  return (problems: readonly Problem[]): void => {
    const lines = map(problems, (problem) => problemText(problem));
    if (join("\n", lines) == logged) {
      return;
    }
    logged = join("\n", lines);
    for (let i = 0; i < length(lines); i++) {
      writeLog("warning", lines[i] as string);
    }
  };
}

function configWarning(message: string): Warning[] {
  return [{ section: null, code: "config_problem", message }];
}

/** No line can be judged then. */
const brokenText =
  "this ucode takes all sockets for one, so nothing is steered: install a newer ucode-mod-socket";

/** Where to look for the problems, which may be many. */
function warningsOfProblems(count: number): Warning[] {
  const found = count == 1 ? "a problem" : `${count} problems`;
  return count == 0
    ? []
    : configWarning(
        `the configuration has ${found}: see 'mini-mwan check-config' or the page Configuration`
      );
}

/**
 * Gives a function that reads the file and hands it on; what cannot be read leaves the last good one in
 * force. It returns what there is to warn of.
 */
function createConfigLoader(runtime: Runtime): () => Warning[] {
  let loaded = false;
  const broken = areSocketsBroken();
  const logProblems = createProblemLog();
  return () => {
    const reading = readConfig(cursor());
    const failed = reading.parsed == null;
    const outcome = loaded ? "the last good one stays" : "nothing is steered until it is mended";
    const warnings = broken
      ? configWarning(brokenText)
      : failed
        ? configWarning(`${reading.failure}; ${outcome}`)
        : warningsOfProblems(length(reading.parsed?.problems ?? []));
    if (failed && loaded) {
      return warnings;
    }
    const parsed = reading.parsed ?? parseConfig([]);
    parsed.config.global.enabled = parsed.config.global.enabled && !broken;
    logProblems(parsed.problems);
    const slots = readSlots();
    runtime.dispatch({ kind: "config", nowMs: monotonicMs(), config: parsed.config, slots });
    loaded = true;
    return warnings;
  };
}

export { createConfigLoader };

/**
 * `/bin/sh` on the simulated router, as far as our own programs use it: `exec nft … > FILE 2>&1`, which takes
 * as long as nft does, and `kill -KILL PID` of such a one.
 */
import type { Clock } from "./clock.ts";
import type { FileTree } from "./file-tree.ts";
import type { Nft } from "./nft.ts";
import type { Program, ProgramRun } from "./world.ts";

const execLine = /^exec nft (.+) > (\S+) 2>&1$/;
const killLine = /^kill -KILL (\d+)$/;

function createShell(clock: Clock, files: FileTree, nft: Nft): Program {
  const running = new Map<number, () => void>();

  function execute(words: string, outPath: string, run: ProgramRun): null {
    const appointment = clock.after(nft.runsForMs, () => {
      running.delete(run.pid);
      const result = nft.run(words.split(" "));
      files.write(
        outPath,
        result === null ? "sh: nft: not found\n" : result.stdout + result.stderr
      );
      run.exit(result === null ? 127 : result.exitCode);
    });
    running.set(run.pid, () => {
      appointment.cancel();
      // What uloop says of a process that a signal ended.
      run.exit(0);
    });
    return null;
  }

  return ([option, line = ""], run) => {
    if (option !== "-c") return 2;
    const [, words, outPath] = execLine.exec(line) ?? [];
    if (words !== undefined && outPath !== undefined) return execute(words, outPath, run);
    const [, pid] = killLine.exec(line) ?? [];
    if (pid === undefined) return 127;
    running.get(Number(pid))?.();
    return running.delete(Number(pid)) ? 0 : 1;
  };
}

export { createShell };

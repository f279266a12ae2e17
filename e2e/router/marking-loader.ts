/** The daemon's own code that loads the table of marks, run by a real ucode in a namespace. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MarkingPlan } from "../../daemon/engine/marking.ts";

/** Applies each plan it reads, in a running loop as the daemon does, and prints what came of it. */
const launcher = `
import { stdin } from 'fs';
import { init, run, end, timer } from 'uloop';
import { createMarker } from './daemon/kernel/marking.uc';
let plans = json(stdin.read('all'));
let outcomes = [];
let next;
init();
let marker = createMarker((outcome) => {
	push(outcomes, outcome.failure);
	next();
}, 0);
next = () => {
	if (length(outcomes) < length(plans)) {
		marker.apply(plans[length(outcomes)]);
	} else {
		print(outcomes);
		end();
	}
};
let work = timer(0, next);
run();
`;

const launcherPath = "usr/share/mini-mwan/marking-launcher.uc";

interface MarkingLoader {
  /** Null when it is loaded, or removed for null, else why not. */
  apply(plan: MarkingPlan | null): string | null;
  applyAll(plans: readonly (MarkingPlan | null)[]): (string | null)[];
  /** As `applyAll`, without the right to change anything in the namespace. */
  applyAsStranger(plans: readonly (MarkingPlan | null)[]): (string | null)[];
  /** Text of a file in the router's /run, or null. */
  read(name: string): string | null;
  remove(): void;
}

/**
 * @param tree the router's built files
 * @param ucode path of the interpreter
 */
function createMarkingLoader(namespace: string, tree: string, ucode: string): MarkingLoader {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-run-"));
  const script = join(tree, launcherPath);
  writeFileSync(script, launcher);
  const ownRun = 'mount --bind "$1" /run || exit 1; shift; exec "$@"';
  const start = (words: readonly string[], plans: readonly (MarkingPlan | null)[]) => {
    const command = ["unshare", "-m", "sh", "-c", ownRun, "sh", folder, ...words, ucode, script];
    const input = JSON.stringify(plans);
    const output = execFileSync("ip", ["netns", "exec", namespace, ...command], { input });
    return JSON.parse(String(output)) as (string | null)[];
  };
  return {
    apply: (plan) => start([], [plan])[0] as string | null,
    applyAll: (plans) => start([], plans),
    applyAsStranger: (plans) => start(["unshare", "-U", "-r"], plans),
    read: (name) => {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, "utf8") : null;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export { createMarkingLoader };
export type { MarkingLoader };

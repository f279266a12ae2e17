/**
 * Ends a process with all its descendants: ucode cannot send signals, so a shell does. What has left
 * the family, a daemon that a hook started for instance, lives on.
 */
import { readfile } from "ucode:fs";
import { process } from "ucode:uloop";
import type { Process } from "ucode:uloop";

/** The 20th field after the name in /proc/PID/stat is the start time, see proc(5). */
const startTimeField = 19;

/**
 * For BusyBox ash: `sh PID START WAIT` waits so many seconds, then kills PID with its descendants,
 * if it is still the process that began at START. Each generation is stopped before its children are
 * looked for, so that none can be added or orphaned meanwhile.
 */
const killScript = join("\n", [
  `victim=$1 start=$2`,
  `[ "$3" = 0 ] || sleep "$3"`,
  `read_stat() { { read -r line < "/proc/$1/stat"; } 2> /dev/null; }`,
  `fields() { shift "$1"; echo "$1"; }`,
  `read_stat "$victim" || exit 0`,
  `[ "$(fields 20 \${line##*) })" = "$start" ] || exit 0`,
  `victims= generation=$victim`,
  `while [ -n "$generation" ]; do`,
  `  kill -STOP $generation 2> /dev/null`,
  `  victims="$victims $generation"`,
  `  parents=" $generation "`,
  `  generation=`,
  `  for entry in /proc/[0-9]*; do`,
  `    read_stat "\${entry#/proc/}" || continue`,
  `    set -- \${line##*) }`,
  `    case "$parents" in *" $2 "*) generation="$generation \${entry#/proc/}" ;; esac`,
  `  done`,
  `done`,
  `kill -KILL $victims 2> /dev/null`,
]);

/** When the process began, in the kernel's own words; null when there is none. */
function startTimeOf(pid: number): string | null {
  const parts = split(readfile(`/proc/${pid}/stat`, 1024) ?? "", ") ");
  return split(parts[length(parts) - 1] ?? "", " ")[startTimeField] ?? null;
}

/**
 * Has the process and its descendants killed after so many whole seconds, even if the daemon is gone
 * by then. `startTime` is what `startTimeOf` gave. Null when no shell could be started, else what has
 * to be held until `onDone` is called.
 */
function killTree(
  pid: number,
  startTime: string,
  waitS: number,
  onDone: () => void
): Process | null {
  const args = ["-c", killScript, "sh", `${pid}`, startTime, `${waitS}`];
  return process("/bin/sh", args, { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, onDone);
}

export { killTree, killScript, startTimeOf };

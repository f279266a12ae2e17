/**
 * Ends a process with all its descendants: ucode cannot send signals, so a shell does. Those whose parent has ended
 * are known by a variable of their environment; what has changed that, as procd's services have, lives on.
 */
import { readfile } from "ucode:fs";
import { process } from "ucode:uloop";
import type { Process } from "ucode:uloop";

/** The 20th field after the name in /proc/PID/stat is the start time, see proc(5). */
const startTimeField = 19;

/**
 * For BusyBox ash: `sh PID START WAIT KEY` waits so many seconds, then kills PID with its descendants and
 * every process that has MINI_MWAN_HOOK=KEY, if PID is still the process that began at START. Each generation is
 * stopped before its children are looked for, so that none can be added or orphaned meanwhile.
 */
const killScript = join("\n", [
  `victim=$1 start=$2 key=$4`,
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
  `is_marked() {`,
  `  while read -r line || [ -n "$line" ]; do`,
  `    case "$line" in *"MINI_MWAN_HOOK=$key"*) return 0 ;; esac`,
  `  done < "/proc/$1/environ"`,
  `  return 1`,
  `} 2> /dev/null`,
  `for entry in /proc/[0-9]*; do`,
  `  is_marked "\${entry#/proc/}" && kill -KILL "\${entry#/proc/}"`,
  `done`,
]);

/** When the process began, in the kernel's own words; null when there is none. */
function startTimeOf(pid: number): string | null {
  const parts = split(readfile(`/proc/${pid}/stat`, 1024) ?? "", ") ");
  return split(parts[length(parts) - 1] ?? "", " ")[startTimeField] ?? null;
}

/**
 * Has the process and its descendants killed after so many whole seconds, even if the daemon is gone
 * by then. `startTime` is what `startTimeOf` gave, `key` what the process has as MINI_MWAN_HOOK. Null when no
 * shell could be started, else what has to be held until `onDone` is called.
 */
function killTree(
  pid: number,
  startTime: string,
  waitS: number,
  key: string,
  onDone: () => void
): Process | null {
  const args = ["-c", killScript, "sh", `${pid}`, startTime, `${waitS}`, key];
  return process("/bin/sh", args, { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, onDone);
}

export { killTree, killScript, startTimeOf };

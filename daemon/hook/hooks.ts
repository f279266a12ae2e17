/**
 * Runs the files in a folder for each transition, one at a time and in order, while the daemon goes
 * on. What happened reaches them as arguments and as variables, never as text of a shell.
 */
import { lsdir, stat } from "ucode:fs";
import { process, timer } from "ucode:uloop";
import type { Process, Timer } from "ucode:uloop";
import { quotient } from "../../shared/router/number.ts";
import { matchLine } from "../../shared/router/text.ts";
import { killTree, startTimeOf } from "./kill-tree.ts";

const hookFolder = "/etc/hotplug.d/mini-mwan";

/** A hook that runs longer than this is killed. */
const hookLimitMs = 30000;

/** Transitions that may wait for a slow hook; more are worth less than the latest. */
const maxWaiting = 32;

/** What a hook is told, in this order; texts may hold anything. */
interface HookCall {
  /** What happened, such as `up`, `down`, `degraded`, `switch`. */
  action: string;
  /** netifd's logical interface. */
  interface: string;
  /** UCI section of the uplink, and what people call it; both empty when none is concerned. */
  section: string;
  label: string;
  family: string;
  /** Layer-3 device, or empty. */
  device: string;
  /** Why, in words. */
  reason: string;
}

interface Hooks {
  /** Has every hook run for this; returns at once. */
  run(call: HookCall): void;
  /** Starts no more; a hook that runs is still killed when its time is over. */
  close(): void;
}

/** A hook under way. */
interface RunningHook {
  name: string;
  call: HookCall;
  process: Process;
  startTime: string | null;
  /** What no other hook's processes have in their environment. */
  key: string;
  /** Whether its time was over. */
  overdue: boolean;
}

/** Whether it is hidden, or a copy that an editor or a package manager left behind. */
function isLeftOver(name: string): boolean {
  return matchLine(name, /^\.|~$|\.bak$|\.apk-new$|\.opkg-[a-z]+$/) != null;
}

/** Names of the hooks, sorted; empty without the folder. */
function hooksIn(folder: string): string[] {
  const names = filter(
    lsdir(folder) ?? [],
    (name) => !isLeftOver(name) && stat(`${folder}/${name}`)?.type == "file"
  );
  return sort(names);
}

/** Starts the hook; null when it cannot be started. */
function startHook(path: string, call: HookCall, key: string, onEnd: (exitCode: number) => void) {
  const args = [path, call.action, call.interface, call.family, call.device, call.reason];
  const environment = {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    ACTION: call.action,
    INTERFACE: call.interface,
    FAMILY: call.family,
    DEVICE: call.device,
    REASON: call.reason,
    SECTION: call.section,
    LABEL: call.label,
    MINI_MWAN_HOOK: key,
  };
  return process("/bin/sh", args, environment, onEnd);
}

/**
 * Runs the hooks of `folder`, each for `limitMs` at most. `log` is told of every hook that fails or
 * is killed, and of what had to be dropped.
 */
function createHooks(folder: string, limitMs: number, log: (text: string) => void): Hooks {
  const limitS = quotient(limitMs + 999, 1000);
  const waiting: HookCall[] = [];
  /** Hooks still to run for `call`. */
  let names: string[] = [];
  let call: HookCall | null = null;
  let running: RunningHook | null = null;
  let deadline: Timer | null = null;
  // Held while it runs: ucode would forget what nobody holds.
  let killer: Process | null = null;
  // Assigned below: the end of one hook leads to the next.
  let startNext: () => void;

  function describe(name: string, of: HookCall): string {
    return `hook ${name} (${of.action} ${of.interface})`;
  }

  function ended(exitCode: number): void {
    const hook = running;
    running = null;
    if (hook != null && hook.overdue) {
      log(`${describe(hook.name, hook.call)}: killed after ${limitS} s`);
    } else if (hook != null && exitCode != 0) {
      log(`${describe(hook.name, hook.call)}: exit code ${exitCode}`);
    }
    startNext();
  }

  function start(name: string, of: HookCall): void {
    const now = clock(true);
    const key = sprintf("%d.%09d", now[0], now[1]);
    const started = startHook(`${folder}/${name}`, of, key, ended);
    if (started == null) {
      log(`${describe(name, of)}: cannot be started`);
      return;
    }
    const startTime = startTimeOf(started.pid());
    running = { name, call: of, process: started, startTime, key, overdue: false };
    deadline?.set?.(limitMs);
  }

  startNext = () => {
    while (running == null && call != null) {
      const name = shift(names);
      if (name != null) {
        start(name, call);
      } else {
        call = shift(waiting);
        names = call == null ? [] : hooksIn(folder);
      }
    }
  };

  function kill(waitS: number): void {
    if (running == null) {
      return;
    }
    const pid = running.process.pid();
    killer = killTree(pid, running.startTime ?? "", waitS, running.key, () => {
      killer = null;
    });
    if (killer == null) {
      log(`${describe(running.name, running.call)}: cannot be killed`);
    }
  }

  deadline = timer(-1, () => {
    if (running != null) {
      running.overdue = true;
      kill(0);
      // Should it live on, there is another try.
      deadline?.set?.(limitMs);
    }
  });

  function run(next: HookCall): void {
    if (length(waiting) >= maxWaiting) {
      const dropped = shift(waiting) as HookCall;
      log(`hooks are slow: ${dropped.action} ${dropped.interface} is dropped`);
    }
    if (call == null) {
      call = next;
      names = hooksIn(folder);
      startNext();
    } else {
      push(waiting, next);
    }
  }

  function close(): void {
    splice(waiting, 0);
    names = [];
    kill(limitS);
  }

  return { run, close };
}

export { createHooks, hookFolder, hookLimitMs };
export type { Hooks, HookCall };

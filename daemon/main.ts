/** The daemon's composition root: whatever happens outside becomes an event. */
import { stat, unlink, writefile } from "ucode:fs";
import { connect, error } from "ucode:ubus";
import { end, init, run as runLoop, signal, timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import { daemonObjectName } from "../shared/contract.ts";
import { statusPath } from "../shared/router/status-file.ts";
import { version } from "../shared/version.ts";
import { createAudience } from "./audience.ts";
import { createBusGate } from "./bus/gate.ts";
import type { BusGate } from "./bus/gate.ts";
import { publishObject } from "./bus/object.ts";
import { clearKernel } from "./clear.ts";
import { monotonicMs } from "./clock.ts";
import { createCommands } from "./commands.ts";
import { createConfigLoader } from "./config-loader.ts";
import { createFactsReader } from "./facts-reader.ts";
import { watchKernel } from "./kernel/watch.ts";
import { createMainTableWatch } from "./main-table.ts";
import { createNeighbourWatch } from "./neighbours.ts";
import { createReadiness } from "./readiness.ts";
import { createRuntime } from "./runtime.ts";
import { readOverrides } from "./status/overrides.ts";
import { writeLog } from "./status/log.ts";

/** netifd answers in a few milliseconds; a bus that takes longer is not worth waiting for. */
const busTimeoutS = 1;

/** Link news come in swarms; this gathers one. */
const settleMs = 10;

/** The kernel is looked after without netifd's facts when ubus does not answer by then. */
const factsPatienceMs = 50;

/** Between two looks whether the daemon before this one has ended: a restart does not wait for that. */
const patienceMs = 100;

/** Objects that refer to each other in a circle are only freed by a collection. */
const sweepMs = 300000;

/**
 * The byte code that /usr/sbin/mini-mwand makes of the daemon and starts. While the file is there, a daemon
 * runs or has died.
 */
const codePath = "/var/run/mini-mwand.code";

/** The unpacked program, of a daemon that runs from its source. */
const sourcePath = "/var/run/mini-mwand.uc";

interface Daemon {
  /** Takes away all that is ours and ends the loop. */
  stop(): void;
  /** What the loop calls back into: ucode frees, and so unregisters, what nobody holds. */
  references: unknown[];
}

/**
 * Starts the daemon on the running loop. Null, with the reason logged, when there is no bus: procd
 * starts it again.
 */
function start(whenAwake: BusGate): Daemon | null {
  const bus = connect(null, busTimeoutS);
  if (bus == null) {
    writeLog("warning", `no connection to ubus: ${error()}`);
    return null;
  }
  const audience = createAudience(bus, whenAwake);
  const runtime = createRuntime(audience);
  const readConfig = createConfigLoader(runtime);
  const readiness = createReadiness(runtime);
  const loadConfig = (): void => readiness.configured(readConfig());

  // Facts first, for what the kernel took away may be netifd's doing; but not without an end.
  let isKernelNews = false;
  const seeToKernel = (): void => {
    if (isKernelNews) {
      isKernelNews = false;
      runtime.dispatch({ kind: "kernelChanged", nowMs: monotonicMs() });
    }
  };
  const patience = timer(-1, seeToKernel);
  // Behind the facts, which tell whose the devices are: a line that has just come up is nobody else's.
  let isMainDue = false;
  const mainTable = createMainTableWatch(runtime);
  const facts = createFactsReader(runtime, bus, whenAwake, (interfaces) => {
    seeToKernel();
    if (isMainDue) {
      isMainDue = false;
      mainTable.onNews();
    }
    if (interfaces != null) {
      readiness.look(interfaces);
    }
  });

  // Collected here, where no builtin is at work: a collection inside filter() or map() frees the
  // array they are filling (seen on 24.10 and later), which rules out ucode's automatic one.
  let sweep: Timer | null = null;
  sweep = timer(sweepMs, () => {
    gc("collect");
    sweep?.set?.(sweepMs);
  });
  const settle = timer(-1, () => {
    patience?.set?.(factsPatienceMs);
    facts.read(true);
  });
  const neighbours = createNeighbourWatch(runtime);
  const kernelWatch = watchKernel((news) => {
    if (news == "rules") {
      neighbours.onNews();
    } else if (news == "main") {
      mainTable.onNews();
    } else {
      isKernelNews = isKernelNews || news != "gateway";
      // Of IPv4 routes that go with their device there is no other news.
      isMainDue = isMainDue || news != "own";
      settle?.set?.(settleMs);
    }
  });

  function stop(): void {
    runtime.withdraw(() => {
      audience.finish();
      unlink(statusPath);
      writeLog("notice", "mini-mwan stops");
      end();
    });
  }

  const signals = [signal("TERM", stop), signal("INT", stop), signal("HUP", loadConfig)];
  writeLog("notice", `mini-mwan ${version} starts`);
  loadConfig();
  runtime.dispatch({ kind: "overrides", nowMs: monotonicMs(), overrides: readOverrides() });
  facts.read(false);
  const object = publishObject(bus, createCommands(runtime, audience));
  if (object == null) {
    writeLog("warning", `${daemonObjectName} is not on the bus: ${bus.error()}`);
  }
  const timers = [sweep, settle, patience];
  return {
    stop,
    references: [bus, object, timers, neighbours, mainTable, kernelWatch, facts, signals],
  };
}

/** Whether another daemon is on the bus: what it takes away at its end would be this one's. */
function isAnotherRunning(): boolean {
  const bus = connect(null, busTimeoutS);
  const names = bus?.list?.() ?? [];
  bus?.disconnect?.();
  return index(names, daemonObjectName) >= 0;
}

/**
 * Runs the daemon until it is told to stop, or until ubus is restarted. A fault ends the process in the
 * middle of it.
 */
function serve(): void {
  // They have been read and would only take memory.
  unlink(sourcePath);
  if (stat(codePath) != null) {
    writefile(codePath, "");
  }
  init();
  // Held here as long as the loop runs, for its references.
  let daemon: Daemon | null = null;
  let beginning: Timer | null = null;
  const whenAwake = createBusGate();
  const begin = (): void => {
    if (isAnotherRunning()) {
      beginning?.set?.(patienceMs);
      return;
    }
    daemon = start(whenAwake);
    if (daemon == null) {
      end();
    }
  };
  beginning = timer(0, () => whenAwake(begin));
  runLoop();
  unlink(codePath);
}

/** What a daemon that has died left behind goes as if it had been stopped; the exit code. */
function clear(): number {
  const refusals = filter(values(clearKernel()), (refusal) => refusal != "");
  unlink(statusPath);
  unlink(codePath);
  for (let i = 0; i < length(refusals); i++) {
    writeLog("warning", refusals[i] as string);
  }
  return length(refusals) == 0 ? 0 : 1;
}

/**
 * The daemon's command line: nothing to run it, `clear` to take away what a dead one left, `--version`.
 * Gives the exit code.
 */
function run(args: readonly string[]): number {
  switch (args[0] ?? "") {
    case "":
      serve();
      return 0;
    case "clear":
      return clear();
    case "--version":
      print(`mini-mwand ${version}\n`);
      return 0;
    default:
      print(
        "use: mini-mwand [clear | --version]; the service is started by /etc/init.d/mini-mwan\n"
      );
      return args[0] == "--help" ? 0 : 2;
  }
}

export { start, run };
export type { Daemon };

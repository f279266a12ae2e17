/**
 * procd and the service's init script: what runs the daemon, starts it again after a crash and tells
 * it of a changed file. Follows openwrt-package/mini-mwan/files/etc/init.d/mini-mwan.
 */
import { ubusStatus } from "../../shared/contract.ts";
import type { Bus } from "./bus.ts";
import type { Appointment, Clock } from "./clock.ts";
import type { FileTree } from "./file-tree.ts";
import type { Log } from "./log.ts";
import { Process } from "./process.ts";
import type { Ending } from "./process.ts";
import { UciStore } from "./uci/store.ts";

interface ServiceOptions {
  /** Name of the service, of its UCI package and of its program in the log. */
  name: string;
  /** The program: registers with the loop and returns; null when it cannot run. */
  start: () => unknown;
}

/** An ending that nobody asked for. */
interface Crash extends Ending {
  /** Virtual monotonic time. */
  atMs: number;
}

/** `procd_set_param respawn 3600 5 0`: waits this long, for ever. */
const respawnDelayMs = 5000;

/** procd gathers changes of configurations for this long before it runs the reload triggers. */
const triggerDelayMs = 1000;

/** A program that does not heed TERM is killed. */
const terminateTimeoutMs = 5000;

/** What config_get_bool takes for true. */
const trueWords = ["1", "on", "true", "yes", "enabled"];

class Procd {
  readonly crashes: Crash[] = [];
  #service: ServiceOptions;
  #clock: Clock;
  #files: FileTree;
  #log: Log;
  #process: Process | null = null;
  /** The file as it was when the program was started or last told of it. */
  #seenFile: string | null = null;
  #respawn: Appointment | null = null;
  #trigger: Appointment | null = null;
  /** What to do once the program has ended as it was told to. */
  #afterStop: (() => void) | null = null;
  #stopping = false;

  constructor(service: ServiceOptions, clock: Clock, files: FileTree, log: Log, bus: Bus) {
    this.#service = service;
    this.#clock = clock;
    this.#files = files;
    this.#log = log;
    files.install(this.initScript, "#!/bin/sh /etc/rc.common\n");
    files.makePath("/etc/rc.d");
    this.#publish(bus);
  }

  get initScript(): string {
    return `/etc/init.d/${this.#service.name}`;
  }

  get running(): boolean {
    return this.#process !== null;
  }

  get enabledAtBoot(): boolean {
    return this.#files.find(this.#bootLink) !== null;
  }

  /** The init script's commands; gives its exit code. */
  control(action: string): number {
    switch (action) {
      case "start":
      case "reload":
        this.reload();
        return 0;
      case "stop":
        this.stop();
        return 0;
      case "restart":
        this.stop(() => this.start());
        return 0;
      case "enable":
        this.#files.install(this.#bootLink, this.initScript);
        return 0;
      case "disable":
        if (this.enabledAtBoot) this.#files.remove(this.#bootLink);
        return 0;
      default:
        return 1;
    }
  }

  /** Nothing happens when it runs already, or when the configuration does not want it. */
  start(): void {
    if (this.#stopping) this.#afterStop = () => this.start();
    if (this.#process || !this.#isWanted()) return;
    this.#respawn?.cancel();
    this.#stopping = false;
    this.#seenFile = this.#readFile();
    const { name, start } = this.#service;
    const process = new Process(name, this.#clock, (ending) => this.#ended(ending));
    this.#process = process;
    process.run(() => {
      if (start() === null) process.end({ exitCode: 0 });
    });
  }

  /** TERM, and KILL for what has not ended after five seconds. */
  stop(afterwards: (() => void) | null = null): void {
    this.#respawn?.cancel();
    const process = this.#process;
    if (!process) {
      afterwards?.();
      return;
    }
    this.#stopping = true;
    this.#afterStop = afterwards;
    process.signal("TERM");
    this.#clock.after(terminateTimeoutMs, () => process.signal("KILL"));
  }

  /** The init script runs again: starts, stops, or sends HUP when the file is another one. */
  reload(): void {
    if (!this.#isWanted()) return this.stop();
    if (!this.#process || this.#stopping) return this.start();
    if (this.#readFile() === this.#seenFile) return;
    this.#seenFile = this.#readFile();
    this.#process.signal("HUP");
  }

  /** `kill -9`: no clean-up of the daemon's; procd starts it again. */
  kill9(): void {
    this.#process?.signal("KILL");
  }

  /** A configuration was committed: what rpcd tells procd by its `config.change` event. */
  configChanged(packageName: string): void {
    if (packageName !== this.#service.name) return;
    this.#trigger?.cancel();
    this.#trigger = this.#clock.after(triggerDelayMs, () => this.reload());
  }

  get #bootLink(): string {
    return `/etc/rc.d/S99${this.#service.name}`;
  }

  #ended(ending: Ending): void {
    this.#process = null;
    if (ending.exception !== null)
      this.#log.write(this.#service.name, "stderr", `${ending.exception}\n`);
    if (this.#stopping) {
      const next = this.#afterStop;
      this.#stopping = false;
      this.#afterStop = null;
      next?.();
      return;
    }
    this.crashes.push({ ...ending, atMs: this.#clock.nowMs });
    this.#respawn = this.#clock.after(respawnDelayMs, () => this.start());
  }

  #readFile(): string | null {
    const node = this.#files.find(`/etc/config/${this.#service.name}`);
    return node?.type === "file" ? node.content : null;
  }

  /** A file that cannot be parsed enables nothing: config_load leaves the default. */
  #isWanted(): boolean {
    try {
      const config = new UciStore(this.#files).load(this.#service.name);
      const enabled = config.sections.find(({ name }) => name === "global")?.options.get("enabled");
      return trueWords.includes(String(enabled));
    } catch {
      return false;
    }
  }

  #publish(bus: Bus): void {
    bus.publishNative("service", {
      list: () => {
        const instance = { running: this.running, command: ["/usr/bin/ucode"] };
        const service = this.running ? { instances: { instance1: instance } } : {};
        return { status: ubusStatus.ok, data: { [this.#service.name]: service } };
      },
      event: (args) => {
        const data = args["data"] as { package?: unknown } | undefined;
        if (args["type"] === "config.change") this.configChanged(String(data?.package));
        return { status: ubusStatus.ok, data: null };
      },
    });
  }
}

export { Procd };
export type { ServiceOptions, Crash };

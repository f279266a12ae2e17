/** The router of the network with its real programs: ubusd, a netifd stand-in and the daemon. */
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createNetifd } from "./netifd.ts";
import type { Netifd } from "./netifd.ts";
import type { Network } from "./network.ts";
import { shareFolder } from "./programs.ts";

/** Gives a program the router's own folders, without touching the host's. */
const enterFiles = `
  mount --bind "$1/etc" /etc && mount --bind "$1/run" /run && mount --bind "$1/log" /var/log &&
    mount --bind "$1/share" "$2" || exit 1
  shift 2; exec "$@"`;

const standIn = fileURLToPath(new URL("netifd-stand-in.uc", import.meta.url));

interface Router extends Netifd {
  /** Starts a program on the router; its output is kept and shown when a test fails. */
  start(name: string, ...command: string[]): ChildProcess;
  /** Runs a program to its end and gives its output. */
  run(...command: string[]): string;
  /** Starts ubusd and the netifd stand-in on it. */
  startBus(): Promise<void>;
  /** Ends a started program and waits until it is gone. */
  end(name: string, signal?: NodeJS.Signals): Promise<void>;
  signal(name: string, signal: NodeJS.Signals): void;
  write(path: string, text: string): void;
  writeConfig(text: string): void;
  readConfig(): string;
  /** Text of a file below the router's /run or /var/log, or null. */
  read(path: string): string | null;
  output(): string;
  remove(): Promise<void>;
}

/** The router's files: what was built, and an empty system around it. */
function layFiles(tree: string): string {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-router-"));
  for (const name of ["etc/config", "run/ubus", "run/lock", "log"]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  cpSync(join(tree, "usr/share"), join(folder, "share"), { recursive: true });
  for (const name of ["ld.so.cache", "passwd", "group"]) {
    if (existsSync(`/etc/${name}`)) {
      copyFileSync(`/etc/${name}`, join(folder, "etc", name));
    }
  }
  return folder;
}

async function waitForExit(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => child.once("exit", resolve));
  }
}

/** Lays the router's files and starts ubusd and the netifd stand-in. */
async function createRouter(network: Network, tree: string): Promise<Router> {
  const folder = layFiles(tree);
  const share = shareFolder();
  const children = new Map<string, ChildProcess>();
  let output = "";
  const wrapped = (command: readonly string[]): string[] => [
    ...["netns", "exec", network.namespace("router"), "unshare", "-m"],
    ...["sh", "-c", enterFiles, "sh", folder, share, ...command],
  ];
  const run = (...command: string[]): string =>
    execFileSync("ip", wrapped(command), { encoding: "utf8" });
  const netifd = createNetifd(network, join(folder, "etc/netifd.json"), (event) =>
    run("ubus", "call", "network.interface", "announce", JSON.stringify(event))
  );

  const router: Router = {
    ...netifd,
    run,
    start: (name, ...command) => {
      const child = spawn("ip", wrapped(command), { stdio: ["ignore", "pipe", "pipe"] });
      const keep = (data: Buffer): void => void (output += `${name}: ${String(data)}`);
      child.stdout.on("data", keep);
      child.stderr.on("data", keep);
      child.on("exit", (code, signal) => (output += `${name}: ended with ${signal ?? code}\n`));
      children.set(name, child);
      return child;
    },
    end: async (name, signal = "SIGTERM") => {
      const child = children.get(name);
      children.delete(name);
      child?.kill(signal);
      if (child) await waitForExit(child);
    },
    signal: (name, signal) => void children.get(name)?.kill(signal),
    write: (path, text) => writeFileSync(join(folder, path), text),
    writeConfig: (text) => writeFileSync(join(folder, "etc/config/mini-mwan"), text),
    readConfig: () => readFileSync(join(folder, "etc/config/mini-mwan"), "utf8"),
    read: (path) => {
      const file = join(folder, path);
      return existsSync(file) ? readFileSync(file, "utf8") : null;
    },
    output: () => output,
    startBus: async () => {
      rmSync(join(folder, "run/ubus/ubus.sock"), { force: true });
      router.start("ubusd", "ubusd");
      await until(() => existsSync(join(folder, "run/ubus/ubus.sock")), 5000, "ubusd's socket");
      router.start("netifd", "ucode", standIn, "/etc/netifd.json");
      await until(() => router.run("ubus", "list").includes("network.interface"), 5000, "netifd");
    },
    remove: async () => {
      await Promise.all([...children.keys()].map((name) => router.end(name)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await router.startBus();
  return router;
}

/** Waits until the condition holds; fails with what it waited for. Gives the milliseconds it took. */
async function until(condition: () => boolean, withinMs: number, what: string): Promise<number> {
  const started = performance.now();
  while (!condition()) {
    if (performance.now() - started > withinMs) {
      throw new Error(`${what}: not within ${withinMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - started;
}

export { createRouter, until };
export type { Router };

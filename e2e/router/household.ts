/** A household with fibre and LTE: its network, its router with the daemon, and what it is set to. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { writeTree } from "./built-tree.ts";
import { startTraffic } from "./client.ts";
import type { Traffic, TrafficOptions } from "./client.ts";
import { createNetwork } from "./network.ts";
import type { Network, NetworkOptions } from "./network.ts";
import { createRouter, until } from "./router.ts";
import type { Router } from "./router.ts";

type Options = Readonly<Record<string, string | number>>;

interface Settings {
  global?: Options;
  /** Of both uplinks. */
  uplinks?: Options;
}

/** What the bench calls "fast": as fast as the settings allow. */
const fast: Settings = { global: { check_interval: 1 }, uplinks: { ping_timeout: 1 } };

/**
 * Put before a command, it runs in a PID namespace of its own, where the number of the next process
 * tells how many there were; the wrapper passes on the request to end.
 */
const inOwnPids = ["unshare", "-p", "sh", "-c", `trap 'kill $!' TERM; "$@" & wait; wait`, "sh"];

/** Processes started in the PID namespace of the wrapper's child, that child included. */
function countProcesses(wrapper: ChildProcess): number {
  const pid = String(wrapper.pid);
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  const words = ["-t", child, "-p", "cat", "/proc/loadavg"];
  const lastPid = Number(execFileSync("nsenter", words, { encoding: "utf8" }).split(" ").at(-1));
  // The one that asks is the last one, and stays counted the next time.
  return lastPid - 1;
}

interface Household {
  network: Network;
  router: Router;
  /** Starts the daemon; `wrapper` is put before its command. */
  startDaemon(wrapper?: readonly string[]): ChildProcess;
  /** Has the daemon's program take away what a dead daemon left. */
  clear(): void;
  /** Waits until every uplink is judged up. */
  settle(): Promise<void>;
  /** The client's traffic; it ends with the household. */
  startTraffic(options?: TrafficOptions): Promise<Traffic>;
  remove(): Promise<void>;
}

function section(type: string, name: string, options: Options): string {
  const lines = Object.entries(options).map(([key, value]) => `\toption ${key} '${value}'\n`);
  return `config ${type} '${name}'\n${lines.join("")}\n`;
}

/** The file `/etc/config/mini-mwan` of fibre, preferred, and LTE. */
function configText({ global = {}, uplinks = {} }: Settings): string {
  return (
    section("global", "global", { enabled: 1, ...global }) +
    section("interface", "fibre", { name: "wan", metric: 10, ...uplinks }) +
    section("interface", "lte", { name: "wwan", metric: 20, ...uplinks })
  );
}

/** Folder in which this interpreter is `ucode`, as the launcher calls it. */
function folderOf(ucode: string): string {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-ucode-"));
  symlinkSync(ucode, join(folder, "ucode"));
  return folder;
}

/** Builds the router's tree into a folder of its own; `remove` takes it away. */
function buildTree(extraEntries: string[] = []): { tree: string; remove(): void } {
  const tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  writeTree(tree, extraEntries);
  return { tree, remove: () => rmSync(tree, { recursive: true, force: true }) };
}

/**
 * Builds the household, everything up and the daemon not yet started.
 * @param tree the built router
 * @param ucode path of the interpreter that runs the daemon
 */
async function createHousehold(
  tree: string,
  ucode: string,
  settings: Settings,
  options: NetworkOptions = {}
): Promise<Household> {
  const network = createNetwork(options);
  const router = await createRouter(network, tree).catch((error: unknown) => {
    network.remove();
    throw error;
  });
  router.writeConfig(configText(settings));
  const traffics: Traffic[] = [];
  const programs = folderOf(ucode);
  const launcher = [
    ...["env", `PATH=${programs}:${process.env["PATH"] ?? ""}`],
    join(tree, "usr/sbin/mini-mwand"),
  ];
  return {
    network,
    router,
    startDaemon: (wrapper = []) => router.start("daemon", ...wrapper, ...launcher),
    clear: () => void router.run(...launcher, "clear"),
    settle: async () => {
      const areUp = (): boolean => {
        const status = router.read("run/mini-mwan.status") ?? "";
        const states = [...status.matchAll(/^(?:ipv6_)?status=(.*)$/gm)].map(([, state]) => state);
        return states.length >= 2 && states.every((state) => state === "up");
      };
      await until(areUp, 15000, "both uplinks up");
    },
    startTraffic: async (trafficOptions) => {
      const traffic = await startTraffic(network, trafficOptions);
      traffics.push(traffic);
      return traffic;
    },
    remove: async () => {
      for (const traffic of traffics) traffic.stop();
      await router.remove();
      network.remove();
      rmSync(programs, { recursive: true });
    },
  };
}

export { buildTree, configText, countProcesses, createHousehold, fast, inOwnPids };
export type { Household, Settings };

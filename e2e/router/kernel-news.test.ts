/** What of a real kernel's news wakes the daemon, in a quiet network and in a lively one. */
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { writeTree } from "./built-tree.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";
import { until } from "./router.ts";

const launcher = `
import { stdout } from 'fs';
import * as uloop from 'uloop';
import { watchKernel } from './daemon/kernel/watch.uc';
function say(word) {
	stdout.write(word + "\\n");
	stdout.flush();
}
uloop.init();
let watch = watchKernel(say);
say("ready");
uloop.run();
`;

let tree: string;
let namespace: string;
let watcher: ChildProcess;
let heard: string[];

function ip(...words: string[]): string {
  return execFileSync("ip", ["-n", namespace, ...words], { encoding: "utf8" });
}

/** Context switches of the watching process: how often it woke. */
function wakeUps(): number {
  const script = `grep ctxt /proc/${watcher.pid}/status`;
  const counts = execFileSync("sh", ["-c", script], { encoding: "utf8" }).match(/\d+/g) ?? [];
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** What is heard of this, with some time for it to arrive. */
async function newsOf(...changes: string[]): Promise<string[]> {
  heard.length = 0;
  for (const words of changes) ip(...words.split(" "));
  await pause(150);
  return [...new Set(heard)];
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  writeTree(tree, ["daemon/kernel/watch.ts"]);
  writeFileSync(join(tree, "usr/share/mini-mwan/launcher.uc"), launcher);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe.each(ucodePrograms())("with $name", (ucode) => {
  describeReal("on a real kernel", ["ucode", "ip", "sysctl"], "root", () => {
    beforeEach(async () => {
      namespace = `mmnews-${process.pid}-${Math.floor(Math.random() * 1e6)}`;
      execFileSync("ip", ["netns", "add", namespace]);
      const quiet = "net.ipv6.conf.default.accept_dad=0";
      execFileSync("ip", ["netns", "exec", namespace, "sysctl", "-qw", quiet]);
      ip("link", "set", "lo", "up");
      ip("link", "add", "eth1", "type", "veth", "peer", "name", "far");
      ip("link", "set", "far", "up");
      ip("link", "set", "eth1", "up");
      ip("address", "add", "203.0.113.2/24", "dev", "eth1");
      ip("address", "add", "2001:db8:1::2/64", "dev", "eth1");
      // The kernel's first multicast and router solicitations are over then.
      await pause(500);
      const script = join(tree, "usr/share/mini-mwan/launcher.uc");
      heard = [];
      let isReady = false;
      watcher = spawn("ip", ["netns", "exec", namespace, ucode.path, script]);
      watcher.stdout?.on("data", (text) => {
        for (const word of String(text).trim().split("\n")) {
          if (word === "ready") isReady = true;
          else heard.push(word);
        }
      });
      await until(() => isReady, 5000, "the watch");
    });

    afterEach(() => {
      watcher.kill();
      execFileSync("ip", ["netns", "delete", namespace]);
    });

    test("a quiet network does not wake it", async () => {
      const before = wakeUps();
      await pause(3000);
      expect(wakeUps() - before).toBe(0);
      expect(heard).toEqual([]);
    });

    test("router advertisements that set the lifetimes anew are told once", async () => {
      const refresh = (preferred: number): void => {
        const lifetimes = ["valid_lft", "3600", "preferred_lft", String(preferred)];
        ip("address", "change", "2001:db8:1::2/64", "dev", "eth1", ...lifetimes);
        ip("route", "replace", "default", "via", "fe80::1", "dev", "eth1", "expires", "900");
      };
      for (let i = 0; i < 40; i++) refresh(1800 + i);
      await pause(150);
      // Of the address and of the route.
      expect(heard.length).toBeLessThanOrEqual(2);
      heard.length = 0;
      refresh(0);
      await pause(150);
      expect(heard, "a deprecated address is news").toEqual(["link"]);
    });

    test("neighbours and other people's routes are no news", async () => {
      expect(
        await newsOf(
          "neigh replace 2001:db8:1::9 lladdr 02:00:00:00:00:09 dev eth1",
          "neigh del 2001:db8:1::9 dev eth1",
          "-6 route add 2001:db8:9::/48 via fe80::1 dev eth1",
          "-6 route del 2001:db8:9::/48 via fe80::1 dev eth1"
        )
      ).toEqual([]);
    });

    test("other people's rules are, whether they come or go", async () => {
      for (const flag of ["-4", "-6"]) {
        const rule = `${flag} rule add priority 100 table 5`;
        expect(await newsOf(rule)).toEqual(["rules"]);
        expect(await newsOf(rule.replace("add", "del"))).toEqual(["rules"]);
      }
    });

    test("another gateway of a default route is news, the same one again is none", async () => {
      const renew = "route replace default dev eth1 metric 10 via";
      expect(await newsOf(`${renew} 203.0.113.1`)).toEqual(["gateway"]);
      expect(await newsOf(`${renew} 203.0.113.7`)).toEqual(["gateway"]);
      expect(await newsOf(`${renew} 203.0.113.7`)).toEqual([]);
      expect(await newsOf("route del default metric 10")).toEqual(["gateway"]);
    });

    test("addresses, links, and what is ours are news", async () => {
      expect(await newsOf("address add 2001:db8:1::3/64 dev eth1")).toEqual(["link"]);
      expect(await newsOf("address del 2001:db8:1::3/64 dev eth1")).toEqual(["link"]);
      expect(await newsOf("address add 203.0.113.3/24 dev eth1")).toEqual(["link"]);
      expect(await newsOf("link set far down")).toContain("link");
      await newsOf("link set far up");
      for (const flag of ["-4", "-6"]) {
        const route = `${flag} route add default dev eth1 table 7701 protocol 77`;
        expect(await newsOf(route)).toEqual([]);
        const replaced = `${flag} route replace default dev lo table 7701`;
        expect(await newsOf(replaced), "somebody else's route in our table").toEqual(["own"]);
        expect(await newsOf(route.replace("add", "replace"))).toEqual([]);
        expect(await newsOf(route.replace("add", "del"))).toEqual(["own"]);
        const rule = `${flag} rule add priority 32600 table 7700 protocol 77`;
        expect(await newsOf(rule)).toEqual([]);
        expect(await newsOf(rule.replace("add", "del"))).toEqual(["own"]);
      }
      ip("-6", "route", "add", "default", "dev", "eth1", "table", "7701", "protocol", "77");
      expect((await newsOf("link set eth1 down")).toSorted()).toEqual(["link", "own"]);
    });
  });
});

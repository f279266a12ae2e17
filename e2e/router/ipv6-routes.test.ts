/** Plans of both families on a real kernel: put in place, adopted, switched and withdrawn. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Family } from "../../shared/domain.ts";
import { writeTree } from "./built-tree.ts";
import { emptyPlan, faraway, planFor, wans } from "./dual-stack-plans.ts";
import type { RoutePlan } from "../../daemon/engine/plan.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";

/** Carries out the plans it reads, with a pause after each, and prints what became of them. */
const launcher = `
import { stdin } from 'fs';
import { applyPlan } from './daemon/kernel/apply.uc';
let task = json(stdin.read('all')), outcomes = [];
for (let plan in task.plans) {
	push(outcomes, applyPlan(plan));
	sleep(task.pauseMs);
}
print(outcomes);
`;

let tree: string;
let namespace: string;

function run(...command: string[]): string {
  return execFileSync("ip", ["netns", "exec", namespace, ...command], { encoding: "utf8" });
}

function ip(...words: string[]): string {
  return run("ip", ...words);
}

function routingState(family: Family): string {
  const flag = family === "ipv4" ? "-4" : "-6";
  return ip(flag, "rule") + ip(flag, "route", "show", "table", "all");
}

/** Our own routes and rules as words, in no order. */
function ours(family: Family): string[] {
  const flag = family === "ipv4" ? "-4" : "-6";
  const routes = ip(flag, "route", "show", "table", "all", "proto", "77");
  const rules = ip(flag, "rule", "list", "protocol", "77");
  return (routes + rules).split("\n").map((line) => line.replaceAll(/\s+/g, " ").trim());
}

interface Outcome {
  failedTables: number[];
  errors: string[];
}

async function carryOut(ucode: string, plans: RoutePlan[], pauseMs = 0): Promise<Outcome[]> {
  const script = join(tree, "usr/share/mini-mwan/launcher.uc");
  const child = spawn("ip", ["netns", "exec", namespace, ucode, script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify({ plans, pauseMs }));
  let output = "";
  for await (const text of child.stdout) output += String(text);
  return JSON.parse(output) as Outcome[];
}

const done: Outcome = { failedTables: [], errors: [] };

interface Sending {
  sent: number;
  refused: { [error: string]: number };
}

/** Sends a thousand datagrams a second while something happens. */
async function sendWhile(family: Family, work: () => Promise<unknown>): Promise<Sending> {
  const script = fileURLToPath(new URL("traffic/sender.mjs", import.meta.url));
  const child = spawn(
    "ip",
    ["netns", "exec", namespace, process.execPath, script, faraway[family]],
    { stdio: ["pipe", "pipe", "inherit"] }
  );
  await new Promise((resolve) => child.stdout.once("data", resolve));
  let output = "";
  child.stdout.on("data", (text) => (output += String(text)));
  await work();
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.stdin.end();
  await ended;
  return JSON.parse(output) as Sending;
}

interface ChangeWatch {
  /** The changes of rules and routes since the last time, as `ip monitor` tells them. */
  catchUp(): Promise<string[]>;
  stop(): void;
}

function watchChanges(): ChangeWatch {
  const child = spawn("ip", ["-n", namespace, "monitor", "route", "rule"]);
  let heard = "";
  let turn = 0;
  child.stdout.on("data", (text) => (heard += String(text)));
  return {
    catchUp: async () => {
      // A change of our own that shows that all before it has been heard.
      const marker = `192.0.2.${100 + turn++} `;
      const from = heard.length;
      for (let tries = 0; tries < 100 && !heard.slice(from).includes(marker); tries++) {
        ip("route", "add", "blackhole", marker.trim());
        ip("route", "delete", "blackhole", marker.trim());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(heard.slice(from)).toContain(marker);
      const lines = heard.slice(from).split("\n");
      return lines.filter((line) => line.trim() !== "" && !line.includes("blackhole"));
    },
    stop: () => void child.kill(),
  };
}

function furnish(): void {
  // Without duplicate address detection addresses and their routes are there at once.
  run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
  ip("link", "set", "lo", "up");
  for (const { device, addresses, gateways } of wans) {
    ip("link", "add", device, "type", "veth", "peer", "name", `${device}-far`);
    ip("link", "set", `${device}-far`, "up");
    ip("link", "set", device, "up");
    ip("address", "add", `${addresses.ipv4}/24`, "dev", device);
    ip("address", "add", `${addresses.ipv6}/64`, "dev", device);
    for (const gateway of Object.values(gateways)) {
      ip("neigh", "replace", gateway, "lladdr", "02:00:00:00:00:01", "dev", device);
    }
  }
  // Somebody else's, close to ours.
  for (const flag of ["-4", "-6"]) {
    ip(flag, "rule", "add", "priority", "32400", "fwmark", "0x10000/0x10000", "table", "7701");
    ip(flag, "route", "add", "default", "dev", "eth1", "table", "7650", "metric", "5");
  }
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  writeTree(tree, ["daemon/kernel/apply.ts"]);
  writeFileSync(join(tree, "usr/share/mini-mwan/launcher.uc"), launcher);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe.each(ucodePrograms())("with $name", (ucode) => {
  describeReal("on a real kernel", ["ucode", "ip", "sysctl"], "root", () => {
    beforeEach(() => {
      namespace = `mm6-${process.pid}-${Math.floor(Math.random() * 1e6)}`;
      execFileSync("ip", ["netns", "add", namespace]);
      furnish();
    });

    afterEach(() => void execFileSync("ip", ["netns", "delete", namespace]));

    describe.each(["ipv4", "ipv6"] as const)("in %s", (family) => {
      test("a plan is put in place and withdrawn without a trace", async () => {
        const other = family === "ipv4" ? "ipv6" : "ipv4";
        const before = { mine: routingState(family), other: routingState(other) };
        expect(await carryOut(ucode.path, [planFor(family, 0)])).toMatchObject([done]);
        expect(ours(family)).toEqual(
          expect.arrayContaining([
            expect.stringMatching(/^default via \S+ dev eth1 table 7700/),
            expect.stringMatching(/^default via \S+ dev wwan0 table 7802/),
            expect.stringContaining("32100: from all lookup main suppress_prefixlength 0"),
            expect.stringContaining("fwmark 0x200/0x3f00 lookup 7702"),
          ])
        );
        expect(await carryOut(ucode.path, [emptyPlan(family)])).toMatchObject([done]);
        expect(routingState(family)).toBe(before.mine);
        expect(routingState(other)).toBe(before.other);
      });

      test("a plan that is already there is adopted as it is", async () => {
        await carryOut(ucode.path, [planFor(family, 0)]);
        const held = routingState(family);
        const monitor = watchChanges();
        await monitor.catchUp();
        const plans = [planFor(family, 0), planFor(family, 0)];
        expect(await carryOut(ucode.path, plans)).toMatchObject([done, done]);
        expect(await monitor.catchUp()).toEqual([]);
        monitor.stop();
        expect(routingState(family)).toBe(held);
      });

      test("a hundred switches refuse no packet", async () => {
        const plans = Array.from({ length: 100 }, (_, i) => planFor(family, i % 2));
        await carryOut(ucode.path, [planFor(family, 1)]);
        const { sent, refused } = await sendWhile(family, async () => {
          const outcomes = await carryOut(ucode.path, plans, 20);
          expect(outcomes).toMatchObject(plans.map(() => done));
        });
        expect(refused).toEqual({});
        expect(sent).toBeGreaterThan(1500);
      });

      test("a hole would be noticed", async () => {
        await carryOut(ucode.path, [planFor(family, 1)]);
        const { refused } = await sendWhile(family, () =>
          carryOut(ucode.path, [emptyPlan(family), planFor(family, 1)], 50)
        );
        expect(refused["ENETUNREACH"]).toBeGreaterThan(10);
      });

      test("a gateway comes and goes without a hole", async () => {
        const plans = Array.from({ length: 40 }, (_, i) =>
          planFor(family, i % 2, i % 3 === 0 ? null : undefined)
        );
        await carryOut(ucode.path, [planFor(family, 1)]);
        const { refused } = await sendWhile(family, () => carryOut(ucode.path, plans, 20));
        expect(refused).toEqual({});
        const active = ours(family).filter((line) => line.includes("table 7700"));
        expect(active).toEqual([expect.stringMatching(/^default dev wwan0 table 7700/)]);
      });
    });
  });
});

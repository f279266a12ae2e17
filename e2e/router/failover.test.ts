/** The real daemon on a real kernel moves a household's traffic. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildRouter } from "../../scripts/router/build.mjs";
import { startTraffic } from "./client.ts";
import type { Traffic } from "./client.ts";
import { createNetwork, providers } from "./network.ts";
import type { Network } from "./network.ts";
import { findUcodePrograms } from "../../scripts/ucode-programs.mjs";
import { obstacleTo } from "./programs.ts";
import { createRouter, until } from "./router.ts";
import type { Router } from "./router.ts";

const programs = findUcodePrograms();
const obstacle = obstacleTo(["ucode", "ubusd", "ubus", "uci", "ip", "nft", "sysctl"]);
const [fibre, lte] = providers.map((provider) => provider.routerAddress);

const config = `
config global 'global'
	option enabled '1'
	option check_interval '1'

config interface 'fibre'
	option name 'wan'
	option metric '10'
	option ping_timeout '1'

config interface 'lte'
	option name 'wwan'
	option metric '20'
	option ping_timeout '1'
`;

type UcodeProgram = ReturnType<typeof findUcodePrograms>[number];

let tree: string;
let network: Network;
let router: Router;
let traffic: Traffic;

function routingState(): string {
  return ["-4 rule", "-4 route show table all"]
    .map((words) => network.run("router", "ip", ...words.split(" ")))
    .join("\n");
}

function startDaemon(ucode: UcodeProgram): void {
  router.start("daemon", ucode.path, join(tree, "usr/sbin/mini-mwand"));
}

function carries(address: string | undefined): () => boolean {
  return () => traffic.latest()?.via === address;
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  const root = fileURLToPath(new URL("../..", import.meta.url));
  expect(buildRouter(root, tree).problems).toEqual([]);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe.each(programs.length > 0 ? programs : [{ name: "ucode", path: "ucode" }])(
  "with $name",
  (ucode) => {
    describe.skipIf(obstacle)(obstacle ? `skipped: ${obstacle}` : "on a real kernel", () => {
      beforeEach(async () => {
        network = createNetwork();
        router = await createRouter(network, tree);
        router.writeConfig(config);
        traffic = await startTraffic(network);
      });

      afterEach(async (context) => {
        if (context.task.result?.state === "fail") {
          console.error(router.output(), routingState(), router.read("run/mini-mwan.status"));
        }
        traffic.stop();
        await router.remove();
        network.remove();
      });

      test("a black hole moves new connections to LTE, its end brings them back", async () => {
        startDaemon(ucode);
        await until(
          () => /status=up[\s\S]*status=up/.test(router.read("run/mini-mwan.status") ?? ""),
          5000,
          "both up"
        );
        await until(carries(fibre), 5000, "traffic through fibre");

        network.setBlackHole(1, true);
        const outageMs = await until(carries(lte), 10000, "traffic through LTE");
        expect(router.read("run/mini-mwan.status")).toMatch(
          /\[fibre\][\s\S]*status=down[\s\S]*\[lte\]/
        );

        network.setBlackHole(1, false);
        const before = traffic.datagrams.length;
        await until(carries(fibre), 15000, "traffic back on fibre");
        const lost = traffic.datagrams.slice(before).filter((datagram) => datagram.via === "lost");
        const late = lost.filter((datagram) => datagram.sentMs > traffic.lastAnsweredMs() - 500);
        expect(late, "nothing is lost by the fail-back").toEqual([]);
        console.info(
          `${ucode.name}: traffic on LTE ${Math.round(outageMs)} ms after the black hole began`
        );
      });

      test("an interface that goes down loses its traffic to LTE at once", async () => {
        startDaemon(ucode);
        await until(carries(fibre), 5000, "traffic through fibre");
        await until(
          () => router.read("run/mini-mwan.status")?.includes("active=1") ?? false,
          5000,
          "a choice"
        );
        network.run("router", "ip", "route", "del", "default", "dev", "eth1");
        router.announce("ifdown", "wan", { up: false });
        await until(carries(lte), 3000, "traffic through LTE");
        expect(router.read("run/mini-mwan.status")).toContain("status=interface_down");
      });

      test("rules that somebody else removes are back at once", async () => {
        startDaemon(ucode);
        await until(carries(fibre), 5000, "traffic through fibre");
        const ours = () => network.run("router", "ip", "rule", "list", "protocol", "77");
        await until(() => ours().includes("4490:"), 5000, "our rules");
        const before = ours();
        network.run("router", "ip", "rule", "flush", "protocol", "77");
        await until(() => ours() === before, 1000, "our rules again");
      });

      test("stop leaves rules and routes as they were, also after a crash", async () => {
        const before = routingState();
        startDaemon(ucode);
        await until(() => network.run("router", "ip", "rule").includes("4490:"), 5000, "our rules");
        await until(
          () => network.run("router", "ip", "route", "show", "table", "all").includes("table 7700"),
          5000,
          "our routes"
        );
        await router.end("daemon", "SIGKILL");
        startDaemon(ucode);
        await until(() => router.output().split("starts").length > 2, 5000, "a second start");
        await router.end("daemon");
        expect(routingState()).toBe(before);
        expect(router.read("run/mini-mwan.status")).toBeNull();
      });

      test("a daemon started after a crash keeps traffic where it was", async () => {
        network.setBlackHole(1, true);
        startDaemon(ucode);
        await until(carries(lte), 10000, "traffic through LTE");
        // The long-lived flow loses the packet that meets its old masquerading; that is past then.
        await new Promise((resolve) => setTimeout(resolve, 500));
        await router.end("daemon", "SIGKILL");
        const killedMs = traffic.lastAnsweredMs();
        startDaemon(ucode);
        await until(() => router.output().split("starts").length > 2, 5000, "a second start");
        await new Promise((resolve) => setTimeout(resolve, 3000));
        const since = traffic.datagrams.filter(
          (datagram) => datagram.sentMs > killedMs && datagram.via !== lte
        );
        expect(since, "every datagram went through LTE").toEqual([]);
      });
    });
  }
);

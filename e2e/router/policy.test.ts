/** Policy rules of the real daemon on a real kernel: who leaves by which uplink, and who does not leave. */
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TestContext } from "vitest";
import type { Family } from "../../shared/domain.ts";
import { configText, fast } from "./household.ts";
import type { Household, Settings } from "./household.ts";
import { client, providers, server } from "./network.ts";
import { until } from "./router.ts";
import { kernelState, onRealKernel } from "./suite.ts";
import { startAnswerer, startAsker } from "./talk.ts";
import type { Asker, Peer } from "./talk.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];
const port = 7777;
const families: Family[] = ["ipv4", "ipv6"];

/** Another device of the household; for the kernel its packets come as the client's do. */
const console: { [family in Family]: string } = { ipv4: "10.0.0.50", ipv6: "fd00:6d77::50" };

const viaFibre = { ipv4: fibre.routerAddress, ipv6: fibre.routerAddress6 };
const viaLte = { ipv4: lte.routerAddress, ipv6: lte.routerAddress6 };

function ruleText(name: string, options: Record<string, string>): string {
  const lines = Object.entries(options).map(([key, value]) => `\toption ${key} '${value}'\n`);
  return `config rule '${name}'\n${lines.join("")}\n`;
}

/** Rules for the console in both families. */
function consoleRules(name: string, options: Record<string, string>): string {
  return families
    .map((family) => ruleText(`${name}_${family}`, { src_ip: console[family], ...options }))
    .join("");
}

interface Scene {
  household: Household;
  asker: Asker;
  /** The address that a new connection of a device is seen to come from, "lost" or "reset". */
  visit(devices: typeof console, family: Family): Promise<string>;
  /** Packets of the console that left by fibre and by LTE. */
  left(): { fibre: number; lte: number };
}

/** Counts what leaves with the console's addresses, before they are masqueraded. */
const witness = `table inet witness {
  counter fibre { }
  counter lte { }
  chain leaving {
    type filter hook postrouting priority mangle + 20;
    ip saddr ${console.ipv4} oifname ${fibre.device} counter name fibre
    ip6 saddr ${console.ipv6} oifname ${fibre.device} counter name fibre
    ip saddr ${console.ipv4} oifname ${lte.device} counter name lte
    ip6 saddr ${console.ipv6} oifname ${lte.device} counter name lte
  }
}`;

function peer(devices: typeof console, family: Family): Peer {
  return { host: server[family], port, from: devices[family] };
}

onRealKernel("each", (build) => {
  async function prepare(context: TestContext, rules: string, settings = fast): Promise<Scene> {
    const household = await build(context, settings);
    const { network, router } = household;
    router.writeConfig(configText(settings) + rules);
    network.run("client", "ip", "addr", "add", `${console.ipv4}/24`, "dev", "eth0");
    network.run("client", "ip", "addr", "add", `${console.ipv6}/64`, "dev", "eth0", "nodad");
    network.run("router", "nft", witness);
    const answerer = await startAnswerer(network, "internet", port, Object.values(server));
    const asker = startAsker(network, "client");
    context.onTestFinished(() => {
      asker.stop();
      answerer.kill();
    });
    const counted = (name: string): number => {
      const text = network.run("router", "nft", "list", "counter", "inet", "witness", name);
      return Number(/packets (\d+)/.exec(text)?.[1]);
    };
    return {
      household,
      asker,
      visit: async (devices, family) => (await asker.visit([peer(devices, family)]))[0] as string,
      left: () => ({ fibre: counted("fibre"), lte: counted("lte") }),
    };
  }

  async function running(context: TestContext, rules: string, settings?: Settings) {
    const scene = await prepare(context, rules, settings);
    scene.household.startDaemon();
    await scene.household.settle();
    const { network } = scene.household;
    const isLoaded = (): boolean =>
      network.run("router", "nft", "list", "tables").includes("mini_mwan");
    await until(isLoaded, 3000, "the table of marks");
    return scene;
  }

  function activeDevice({ household }: Scene, table: number): string {
    const words = ["ip", "route", "show", "table", String(table)];
    return / dev (\S+)/.exec(household.network.run("router", ...words))?.[1] ?? "";
  }

  test("one device leaves by LTE while the others leave by fibre; in an outage with them", async (context) => {
    const scene = await running(context, consoleRules("console", { use: "lte" }));
    const { household, visit } = scene;
    for (const family of families) {
      expect(await visit(console, family)).toBe(viaLte[family]);
      expect(await visit(client, family)).toBe(viaFibre[family]);
    }
    const rules = household.network.run("router", "ip", "rule");
    household.network.setBlackHole(2, true);
    await until(() => activeDevice(scene, 7702) === fibre.device, 5000, "LTE's table led to fibre");
    expect(await visit(console, "ipv4")).toBe(viaFibre.ipv4);
    expect(household.network.run("router", "ip", "rule")).toBe(rules);
    household.network.setBlackHole(2, false);
    await until(() => activeDevice(scene, 7702) === lte.device, 10000, "LTE back");
    expect(await visit(console, "ipv4")).toBe(viaLte.ipv4);
  });

  test("one protocol and port leaves by LTE, the rest of the household by fibre", async (context) => {
    const options = { proto: "tcp", dest_port: `7000-${port}`, use: "lte" };
    const { visit, asker, household } = await running(context, ruleText("games", options));
    const other = await startAnswerer(household.network, "internet", port + 1, []);
    context.onTestFinished(() => void other.kill());
    for (const family of families) {
      const to = peer(client, family);
      expect(await visit(client, family)).toBe(viaLte[family]);
      expect(await asker.open(`udp ${family}`, "udp", to)).toBe(viaFibre[family]);
      expect(await asker.open(`next ${family}`, "tcp", { ...to, port: port + 1 })).toBe(
        viaFibre[family]
      );
    }
  });

  describe("what may use LTE only", () => {
    const strict = consoleRules("console", { use: "lte", otherwise: "nothing" });
    const outages: [string, (household: Household) => void][] = [
      ["a black hole", ({ network }) => network.setBlackHole(2, true)],
      ["a pulled cable", ({ router }) => router.pullCable(2, "drops")],
      ["a pulled cable that netifd misses", ({ router }) => router.pullCable(2, "keeps")],
      [
        "a person's order",
        ({ router }) => {
          const order = JSON.stringify({ section: "lte", action: "disable" });
          router.run("ubus", "call", "mini-mwan.daemon", "use", order);
        },
      ],
      [
        "a crash of the daemon and a pulled cable",
        (household) => {
          household.router.signal("daemon", "SIGKILL");
          household.router.pullCable(2, "drops");
        },
      ],
    ];

    test.for(outages)("sends nothing by fibre during %s", async ([, begin], context) => {
      const scene = await running(context, strict);
      const { household, asker, visit, left } = scene;
      const flows = families.flatMap((family) =>
        (["udp", "tcp"] as const).map((proto) => ({ family, proto, name: `${proto} ${family}` }))
      );
      for (const { name, proto, family } of flows) {
        expect(await asker.open(name, proto, peer(console, family))).toBe(viaLte[family]);
      }
      begin(household);
      const said = Promise.all(
        flows.filter(({ proto }) => proto === "udp").map(({ name }) => asker.chatter(name, 3000))
      );
      for (let i = 0; i < 3; i++) {
        for (const { name, proto } of flows) if (proto === "tcp") void asker.say(name);
        for (const family of families)
          expect(["lost", "reset"]).toContain(await visit(console, family));
        expect(await visit(client, "ipv4")).toBe(viaFibre.ipv4);
      }
      const answers = (await said).flat();
      expect(answers.length).toBeGreaterThan(100);
      expect(answers).not.toContain(viaFibre.ipv4);
      expect(answers).not.toContain(viaFibre.ipv6);
      expect(left().fibre).toBe(0);
      expect(left().lte).toBeGreaterThan(8);
    });

    test("is back on LTE when LTE is back", async (context) => {
      const { household, visit, left } = await running(context, strict);
      household.router.pullCable(2, "drops");
      await until(
        () =>
          !household.network
            .run("router", "ip", "route", "show", "table", "7802")
            .includes("wwan0"),
        3000,
        "LTE gone"
      );
      expect(["lost", "reset"]).toContain(await visit(console, "ipv4"));
      household.router.plugCable(2);
      await pause(2500);
      for (const family of families) expect(await visit(console, family)).toBe(viaLte[family]);
      expect(left().fibre).toBe(0);
    });

    test("may have exceptions, which come first", async (context) => {
      const exception = consoleRules("exception", {
        proto: "tcp",
        dest_port: String(port),
        use: "fibre",
      });
      const { asker, visit } = await running(context, exception + strict);
      for (const family of families) {
        expect(await visit(console, family)).toBe(viaFibre[family]);
        expect(await asker.open(family, "udp", peer(console, family))).toBe(viaLte[family]);
      }
    });
  });

  test("in mode multi-uplink a rule's flows are not shared, the others' are", async (context) => {
    const sharing = {
      global: { ...fast.global, mode: "multi-uplink", balance_by: "flow" },
      uplinks: { ...fast.uplinks },
    };
    const rules = ruleText("console", { src_ip: console.ipv4, proto: "tcpudp", use: "lte" });
    const { asker } = await running(context, rules, sharing);
    const of = (devices: typeof console) => Array.from({ length: 60 }, () => peer(devices, "ipv4"));
    expect(new Set(await asker.visit(of(console)))).toEqual(new Set([viaLte.ipv4]));
    const others = await asker.visit(of(client));
    for (const via of [viaFibre.ipv4, viaLte.ipv4])
      expect(others.filter((one) => one === via).length).toBeGreaterThan(10);
  });

  test("a restart after a crash touches no rule; stop leaves nothing behind", async (context) => {
    const all =
      consoleRules("exception", {
        proto: "tcp",
        src_port: "1024-65534",
        dest_port: "443",
        use: "fibre",
      }) +
      ruleText("pings", { proto: "icmp", dest_ip: "192.0.2.7/24", use: "lte" }) +
      consoleRules("console", { use: "lte", otherwise: "nothing" }) +
      ruleText("site", {
        dest_ip: "2001:DB8:9::1/48",
        proto: "tcpudp",
        dest_port: "53",
        use: "lte",
      });
    const { household } = await prepare(context, all);
    const { network, router } = household;
    const before = kernelState(household);
    household.startDaemon();
    await household.settle();
    const rules = (): string =>
      network.run("router", "ip", "rule") + network.run("router", "ip", "-6", "rule");
    await until(() => rules().split("32600:").length === 3, 5000, "our rules in both families");
    expect(rules()).toMatch(/from 10\.0\.0\.50 ipproto tcp sport 1024-65534 dport 443 goto 32400/);
    expect(rules()).toMatch(/to 192\.0\.2\.0\/24 ipproto icmp lookup 7702/);
    expect(rules()).toMatch(/from fd00:6d77::50 lookup 7802/);
    expect(rules()).toMatch(/from fd00:6d77::50 unreachable/);
    const settled = rules();
    const monitor = spawn("ip", ["-n", network.namespace("router"), "monitor", "rule"]);
    let news = "";
    monitor.stdout.on("data", (data: Buffer) => (news += data.toString()));
    await router.end("daemon", "SIGKILL");
    household.startDaemon();
    await until(() => router.output().split("starts").length > 2, 5000, "a second start");
    await pause(3000);
    monitor.kill();
    expect(news).toBe("");
    expect(rules()).toBe(settled);
    await router.end("daemon");
    expect(kernelState(household)).toBe(before);
  });
});

/** What `explain` says on a real kernel, held against `ip route get`. */
import { describe, expect, test } from "vitest";
import type { ExplainArgs, ExplainReply } from "../../shared/queries.ts";
import { configText, fast } from "./household.ts";
import type { Household } from "./household.ts";
import { addForeign } from "./foreign-rules.ts";
import { providers } from "./network.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";
import type { Family } from "../../shared/domain.ts";

const own: { [family in Family]: string[] } = {
  ipv4: ["10.0.0.1", "203.0.113.2", "198.51.100.2"],
  ipv6: ["2001:db8:1::2", "2001:db8:2::2", "2001:db8:1:100::1"],
};

/** Senders that are not the router itself, and the device that they come in by. */
const others: { [family in Family]: [address: string, device: string][] } = {
  ipv4: [
    ["10.0.0.2", "lan0"],
    ["10.0.0.70", "lan0"],
    ["203.0.113.77", "eth1"],
    ["10.99.1.1", "vpn0"],
  ],
  ipv6: [
    ["2001:db8:1:100::2", "lan0"],
    ["2001:db8:2:100::2", "lan0"],
    ["2001:db8:2::77", "wwan0"],
    ["fd99::7", "vpn0"],
  ],
};

const destinations: { [family in Family]: string[] } = {
  ipv4: [
    ...own.ipv4,
    ...["10.0.0.2", "10.0.0.255", "203.0.113.9", "198.51.100.9", "10.99.1.1", "10.99.7.7"],
    ...["10.98.1.1", "10.96.1.1", "192.0.2.80", "1.1.1.1", "192.0.2.81", "100.64.1.1"],
    ...["10.95.0.1", "192.0.2.82", "192.0.2.83", "8.8.8.8"],
  ],
  ipv6: [
    ...own.ipv6,
    ...["2001:db8:1:100::2", "2001:db8:2:100::9", "2001:db8:1::9", "2001:db8:2::9"],
    ...["fd99::7", "fd99:7::7", "fd98::1", "fd96::1", "2001:db8:ffff::80", "2606:4700::1111"],
    ...["fd95::1", "2001:db8:ffff::82", "2001:db8:ffff::83", "2001:4860::8888"],
  ],
};

const policies = `
config rule 'voip'
	option proto 'udp'
	option dest_port '5000-6000'
	option use 'lte'

config rule 'kids'
	option src_ip '10.0.0.64/26'
	option use 'lte'
	option otherwise 'nothing'

config rule 'pings'
	option proto 'icmp'
	option use 'lte'
	option otherwise 'nothing'

config rule 'site'
	option dest_ip '2001:db8:ffff::/48'
	option use 'fibre'
`;

interface Question {
  args: ExplainArgs;
  /** Device that the packet comes in by; null when the router itself sends it. */
  device: string | null;
}

/** The same packets on every run. */
function questionsOf(family: Family, count: number, seed: number): Question[] {
  let state = seed;
  const draw = <T>(items: readonly T[]): T => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return items[(state >>> 8) % items.length] as T;
  };
  const ports = [53, 443, 4999, 5000, 5061, 6000, 6001, 7000, 7050, 65535];
  return Array.from({ length: count }, () => {
    const isForwarded = draw([true, true, false]);
    const [source, device] = isForwarded
      ? draw(others[family])
      : ([draw([null, ...own[family]]), null] as const);
    const proto = draw(["tcp", "udp", "icmp"] as const);
    const args: ExplainArgs = { dst: draw(destinations[family]), proto };
    if (source !== null) args.src = source;
    if (proto !== "icmp") Object.assign(args, { sport: draw(ports), dport: draw(ports) });
    return { args, device };
  });
}

/** Runs many commands on the router in one shell; gives what each of them said. */
function runAll(household: Household, commands: readonly string[]): string[] {
  const script = commands.map((command) => `${command} 2>&1; echo =====`).join("\n");
  return household.router.run("sh", "-c", script).split("=====\n").slice(0, -1);
}

function getCommand({ args, device }: Question, mark: number): string {
  const isIpv6 = args.dst.includes(":");
  // By number: the router has no file of names.
  const numbers = { tcp: 6, udp: 17, icmp: isIpv6 ? 58 : 1 };
  return [
    `ip -${isIpv6 ? 6 : 4} -j route get ${args.dst}`,
    args.src === undefined ? "" : `from ${args.src}`,
    device === null ? "" : `iif ${device}`,
    `ipproto ${numbers[args.proto!]}`,
    args.sport === undefined ? "" : `sport ${args.sport} dport ${args.dport}`,
    `mark ${mark}`,
  ].join(" ");
}

/** The kernel's answer, in the words of the reply; null when it refuses the packet. */
interface Answer {
  device: string;
  gateway: string | null;
  table: number;
  isLocal: boolean;
}

function answerIn(text: string): Answer | null {
  if (text.startsWith("RTNETLINK answers: ")) return null;
  const [route] = JSON.parse(text) as [{ [name: string]: string }];
  const { type = "unicast", dev = "", gateway = null, table = "main" } = route;
  if (["unreachable", "prohibit", "blackhole"].includes(type)) return null;
  const names: { [name: string]: number } = { main: 254, local: 255 };
  const isLocal = ["local", "broadcast", "anycast", "multicast"].includes(type);
  return { device: dev, gateway, table: names[table] ?? Number(table), isLocal };
}

function explainAll(household: Household, questions: readonly Question[]): ExplainReply[] {
  const commands = questions.map(
    ({ args }) => `ubus call mini-mwan.daemon explain '${JSON.stringify(args)}'`
  );
  return runAll(household, commands).map((text) => JSON.parse(text) as ExplainReply);
}

function whatIf(household: Household, ...down: string[]): unknown {
  const [text = ""] = runAll(household, [
    `ubus call mini-mwan.daemon what_if '${JSON.stringify({ down })}'`,
  ]);
  return JSON.parse(text);
}

/** Every question's reply and the kernel's answer, as far as both say the same thing. */
function compare(household: Household, questions: readonly Question[]): void {
  const replies = explainAll(household, questions);
  const texts = runAll(
    household,
    questions.map((question) => getCommand(question, 0))
  );
  const answers = texts.map(answerIn);
  const differences = questions.filter((_, i) => {
    const [reply, answer] = [replies[i]!, answers[i] ?? null];
    if (answer === null) return reply.device !== null;
    if (reply.table !== answer.table) return true;
    if (answer.isLocal) return reply.device !== null;
    // Of several hops at once the kernel draws one, and explain says that it is so.
    const isDrawn = reply.device === null && reply.reason.includes("several ways at once");
    return !isDrawn && (reply.device !== answer.device || reply.gateway !== answer.gateway);
  });
  expect(
    differences.map((question) => {
      const at = questions.indexOf(question);
      return { ...question, explained: replies[at], kernel: texts[at] };
    })
  ).toEqual([]);
  const [fibre, lte] = ["fibre", "lte"].map(
    (section) => replies.filter((reply) => reply.section === section).length
  );
  // Questions that all went one way would prove little.
  expect(fibre! + lte!).toBeGreaterThan(questions.length / 5);
}

/** Both families' table of the uplink in use leads through the device. */
function isUsing(household: Household, device: string): boolean {
  return ["-4", "-6"].every((family) =>
    household.network
      .run("router", "ip", family, "route", "show", "table", "7700")
      .includes(`dev ${device} `)
  );
}

onRealKernel("each", (build) => {
  test.for([
    ["without policy rules", ""],
    ["with policy rules", policies],
  ])(
    "agrees with the kernel about 200 packets before and after a failover, %s",
    async ([, policy], context) => {
      const household = await build(context, fast, { delegated: true });
      household.router.writeConfig(configText(fast) + policy);
      addForeign(household.network.namespace("router"));
      household.startDaemon();
      await household.settle();
      const rules = (): string => household.network.run("router", "ip", "-6", "rule");
      await until(() => rules().includes("\n32002:"), 3000, "copies of the rules behind ours");
      await until(() => isUsing(household, providers[0]!.device), 5000, "fibre in use");
      for (const family of ["ipv4", "ipv6"] as const)
        compare(household, questionsOf(family, 100, 7));
      const foretold = whatIf(household, "fibre");
      household.network.setBlackHole(1, true);
      await until(() => isUsing(household, providers[1]!.device), 10000, "the switch");
      expect(foretold).toMatchObject({
        down: ["fibre"],
        ipv4: { section: "lte", device: "wwan0", changes: true },
        ipv6: { section: "lte", device: "wwan0", changes: true },
        summary:
          "If fibre (wan) fails: everything moves to lte (wwan); nothing else is left behind it.",
      });
      for (const family of ["ipv4", "ipv6"] as const)
        compare(household, questionsOf(family, 100, 11));
    }
  );
});

describe("shared connections", () => {
  onRealKernel("oldest", (build) => {
    test("each uplink that explain names is where the kernel leads its mark", async (context) => {
      const household = await build(context, fast);
      const global = { ...fast.global, mode: "multi-uplink" };
      household.router.writeConfig(configText({ ...fast, global }));
      household.startDaemon();
      await household.settle();
      const isLoaded = (): boolean =>
        household.network.run("router", "nft", "list", "tables").includes("mini_mwan");
      await until(isLoaded, 5000, "the table of marks");
      const questions = questionsOf("ipv4", 60, 3).filter(({ device }) => device === "lan0");
      const marks: { [section: string]: number } = { fibre: 0x100, lte: 0x200 };
      const devices: { [section: string]: string } = { fibre: "eth1", lte: "wwan0" };
      let sharedCount = 0;
      for (const [at, reply] of explainAll(household, questions).entries()) {
        if (reply.priority !== 32400) continue;
        sharedCount++;
        expect(reply.shares.map(({ section }) => section)).toEqual(["fibre", "lte"]);
        for (const { section } of reply.shares) {
          const [text] = runAll(household, [getCommand(questions[at]!, marks[section]!)]);
          expect([text, answerIn(text!)]).toMatchObject([text, { device: devices[section] }]);
        }
      }
      expect(sharedCount).toBeGreaterThan(5);
    });
  });
});

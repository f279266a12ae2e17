/** The daemon's own ubus object on a real ubusd: what a caller gets, and what listeners hear. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeReal, ucodePrograms } from "./describe-real.ts";
import { until } from "./router.ts";
import { createUcodeTree } from "./ucode-tree.ts";
import type { UcodeTree } from "./ucode-tree.ts";

/** A daemon that answers with what it was asked; `dsl` is the uplink it does not know. */
const daemonText = `
import { broadcast, publishObject } from "./daemon/bus/object.uc";
import { objectionToPacket, packetOf } from "./daemon/explain/question.uc";
import { objectionToDown } from "./daemon/what-if/question.uc";
import { connect } from "ubus";
import { init, run } from "uloop";
init();
let bus = connect(ARGV[0], 1);
function answer(...asked) {
  if (asked[1] == "dsl")
    return { message: "there is no uplink 'dsl'", code: 4 };
  broadcast(bus, { kind: "asked", reason: join(" ", asked) });
  return { ok: true, asked };
}
let object = publishObject(bus, {
  history: (...args) => answer("history", ...args),
  events: (...args) => answer("events", ...args),
  use: (...args) => answer("use", ...args),
  probe: (...args) => answer("probe", ...args),
  explain: (args) => objectionToPacket(args) ?? answer("explain", packetOf(args).family, args.dst),
  whatIf: (args) => objectionToDown(args.down) ?? answer("what_if", ...args.down)
});
warn(object != null ? "ready" : bus.error(), "\\n");
run();
`;

describeReal("the daemon's object", ["ucode", "ubusd", "ubus"], "anybody", () => {
  let tree: UcodeTree | null = null;
  let folder: string;
  let socket: string;
  let program: string;
  let ubusd: ChildProcess;

  beforeAll(async () => {
    tree = createUcodeTree(
      "daemon/bus/object.ts",
      "daemon/explain/question.ts",
      "daemon/what-if/question.ts"
    );
    program = tree.program("bus-daemon.uc", daemonText);
    folder = mkdtempSync(join(tmpdir(), "mini-mwan-bus-"));
    socket = join(folder, "ubus.sock");
    ubusd = spawn("ubusd", ["-s", socket], { stdio: "ignore" });
    await until(() => existsSync(socket), 5000, "ubusd's socket");
  });

  afterAll(() => {
    ubusd?.kill();
    tree?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Calls the real ubus; its exit code is the ubus status, negated by newer ones. */
  function call(method: string, args: object): { status: number; reply: unknown } {
    const text = JSON.stringify(args);
    const words = ["-s", socket, "call", "mini-mwan.daemon", method, text];
    const { status, stdout } = spawnSync("ubus", words, { encoding: "utf8" });
    const code = status ?? -1;
    return {
      status: code > 128 ? 256 - code : code,
      reply: stdout.trim() ? JSON.parse(stdout) : null,
    };
  }

  describe.each(ucodePrograms())("on $name", ({ path: ucode }) => {
    let daemon: ChildProcess;
    let output = "";

    beforeAll(async () => {
      output = "";
      daemon = spawn(ucode, [program, socket], { stdio: ["ignore", "pipe", "pipe"] });
      const keep = (data: Buffer): void => void (output += String(data));
      daemon.stdout!.on("data", keep);
      daemon.stderr!.on("data", keep);
      await until(() => output !== "", 5000, "the daemon's first word");
      expect(output).toBe("ready\n");
    });

    afterAll(async () => {
      daemon.kill();
      await new Promise((resolve) => daemon.once("exit", resolve));
    });

    test("is there, with its methods and their arguments", () => {
      const words = ["-s", socket, "-v", "list", "mini-mwan.daemon"];
      const listed = execFileSync("ubus", words, { encoding: "utf8" });
      expect(
        listed
          .trim()
          .split("\n")
          .slice(1)
          .map((line) => line.trim())
          .sort()
      ).toEqual([
        `"events":{"since":"Integer"}`,
        `"explain":{"src":"String","dst":"String","proto":"String","sport":"Integer","dport":"Integer","family":"String"}`,
        `"history":{"section":"String","family":"String"}`,
        `"probe":{"section":"String"}`,
        `"use":{"section":"String","action":"String","for":"Integer"}`,
        `"what_if":{"down":"Array"}`,
      ]);
    });

    test.each([
      ["history", { section: "fibre", family: "ipv6" }, ["history", "fibre", "ipv6"]],
      ["events", { since: 12 }, ["events", 12]],
      ["events", {}, ["events", 0]],
      ["use", { section: "lte", action: "force", for: 600 }, ["use", "lte", "force", 600]],
      ["use", { section: "lte", action: "auto" }, ["use", "lte", "auto", null]],
      ["probe", {}, ["probe", null]],
      ["explain", { dst: "2001:db8::1" }, ["explain", "ipv6", "2001:db8::1"]],
      ["what_if", { down: ["fibre", "lte"] }, ["what_if", "fibre", "lte"]],
    ])("answers %s %j", (method, args, asked) => {
      expect(call(method, args)).toEqual({ status: 0, reply: { ok: true, asked } });
    });

    test.each([
      ["history", { section: "fibre" }, "family is missing; it must be one of ipv4, ipv6"],
      ["events", { since: -5 }, "since is -5; it must be an event's id, or 0 for all events"],
      [
        "use",
        { section: "lte", action: "$(reboot)\n'" },
        "action is '$(reboot)??'; it must be one of force, drain, disable, auto",
      ],
      [
        "use",
        { section: "lte", action: "drain", for: 0 },
        "for is 0; it must be 1 to 2592000 seconds",
      ],
      [
        "explain",
        { dst: "$(reboot)\n" },
        "dst is '$(reboot)?'; it must be an IPv4 or IPv6 address",
      ],
      [
        "what_if",
        { down: [["fibre"]] },
        `down has '[ "fibre" ]' in it; it must list one or more sections of uplinks`,
      ],
    ])("refuses %s %j with status 2 and a sentence", (method, args, message) => {
      expect(call(method, args)).toEqual({ status: 2, reply: { message } });
    });

    test("refuses wrong types and unknown arguments with status 2", () => {
      for (const [method, args] of [
        ["use", { section: 7 }],
        ["use", { section: "lte", action: "force", for: "600" }],
        ["events", { since: "1" }],
        ["probe", { colour: "red" }],
      ] as const) {
        expect(call(method, args)).toEqual({ status: 2, reply: null });
      }
    });

    test("gives the daemon's own refusals with their status", () => {
      const refusal = { status: 4, reply: { message: "there is no uplink 'dsl'" } };
      expect(call("probe", { section: "dsl" })).toEqual(refusal);
    });

    test("broadcasts, and whoever listens hears it", async () => {
      const listener = spawn("ubus", ["-s", socket, "listen", "mini-mwan"], { stdio: "pipe" });
      let heard = "";
      listener.stdout.on("data", (data) => (heard += String(data)));
      // It says nothing when it has registered: what is sent before is lost.
      await until(() => call("probe", {}).status === 0 && heard !== "", 5000, "an event");
      listener.kill();
      expect(JSON.parse(heard.split("\n")[0]!)).toEqual({
        "mini-mwan": { kind: "asked", reason: "probe null" },
      });
    });

    test("is still there after five hundred calls, in no more memory", () => {
      const residentKb = () =>
        Number(
          /VmRSS:\s+(\d+)/.exec(execFileSync("cat", [`/proc/${daemon.pid}/status`]).toString())![1]
        );
      for (let i = 0; i < 100; i++) call("events", { since: i });
      const before = residentKb();
      for (let i = 0; i < 400; i++) call("use", { section: "lte", action: i % 2 ? "force" : "x" });
      expect(residentKb()).toBeLessThan(before + 200);
      expect(output).toBe("ready\n");
    });
  });
});

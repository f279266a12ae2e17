/** Every method of the plugin in a real rpcd, from the shell and through uhttpd's /ubus. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { methods } from "../../shared/contract.ts";
import type { MethodName } from "../../shared/contract.ts";
import { replySchemas } from "../../shared/schema/replies.ts";
import { argsFor } from "../../simulator/rpc/random-args.ts";
import { buildTree, createHousehold } from "./household.ts";
import type { Household } from "./household.ts";
import { describeReal } from "./describe-real.ts";
import { until } from "./router.ts";
import { callOnShell, logIn, nobody, post, startRpcd } from "./rpc-client.ts";
import type { RpcAnswer, ShellAnswer } from "./rpc-client.ts";

const programs = ["ucode", "ubusd", "ubus", "uci", "rpcd", "uhttpd", "ip", "nft", "sysctl"];

const names = Object.keys(methods) as MethodName[];
const statusFile = "run/mini-mwan.status";

/** Arguments that are all right, where a method needs some. */
const args: { [method in MethodName]?: object } = {
  status: { since: 0 },
  validate: { sections: [{ ".type": "interface", ".name": "a", name: "wan", metric: "0" }] },
  explain: { dst: "192.0.2.80", src: "10.0.0.2", proto: "udp", dport: 53 },
  what_if: { down: ["fibre"] },
  control: { action: "reload" },
  use: { section: "lte", action: "drain", for: 600 },
};

/** The service's own commands, as far as this router has them. */
const initScript = "#!/bin/sh\necho $1 >> /run/commands\n";

const accessDenied = -32_002;

describeReal("in a real rpcd", programs, "root", () => {
  let built: ReturnType<typeof buildTree>;
  let household: Household;
  let rpcdPid: number;
  let root: string;
  let viewer: string;

  const shell = (name: MethodName, given = args[name]): ShellAnswer =>
    callOnShell(household.router, name, given);
  const ask = (name: MethodName, given = args[name]): unknown => {
    const { status, reply } = shell(name, given);
    expect([name, status]).toEqual([name, 0]);
    return reply;
  };
  const statusNow = () => replySchemas.status.parse(ask("status"));
  const startDaemon = async (): Promise<void> => {
    household.startDaemon();
    await household.settle();
  };

  beforeAll(async () => {
    built = buildTree();
    household = await createHousehold(built.tree, "ucode", { global: { check_interval: 1 } });
    household.router.write("etc/init.d-mini-mwan", initScript);
    household.router.run(
      "sh",
      "-c",
      "mkdir -p /etc/init.d && mv /etc/init.d-mini-mwan /etc/init.d/mini-mwan && chmod 755 /etc/init.d/mini-mwan"
    );
    rpcdPid = await startRpcd(household.router);
    root = logIn(household.router, "root");
    viewer = logIn(household.router, "viewer");
  });

  afterAll(async () => {
    await household?.remove();
    built?.remove();
  });

  describe("while the service does not run", () => {
    test("what files and netifd know is answered", () => {
      for (const name of ["config", "interfaces", "diagnostics", "events", "history"] as const)
        expect(replySchemas[name].parse(ask(name))).toBeTruthy();
      expect(statusNow()).toMatchObject({ service: "stopped", uplinks: [] });
    });

    test.each(["explain", "what_if", "use", "probe"] as const)(
      "%s says how to start it",
      (name) => {
        const reply = { message: expect.stringContaining("/etc/init.d/mini-mwan start") };
        expect(shell(name)).toEqual({ status: 4, reply });
      }
    );
  });

  describe("while the service runs", () => {
    beforeAll(startDaemon);

    test.each(names)("%s answers the shell as the contract says", (name) => {
      const reply = ask(name);
      expect(replySchemas[name].parse(reply)).toEqual(reply);
    });

    test.each(names)("%s answers on /ubus as the contract says", (name) => {
      const [answer] = post(household.router, [{ session: root, method: name, args: args[name] }]);
      const [status, data] = answer!.result!;
      expect(status).toBe(0);
      expect(replySchemas[name].parse(data)).toEqual(data);
    });

    test("control has run the service's own command, once for each call", () => {
      expect(household.router.read("run/commands")).toBe("reload\nreload\n");
    });

    test("both ways give one answer", () => {
      const [answer] = post(household.router, [{ session: root, method: "config" }]);
      expect(answer?.result?.[1]).toEqual(ask("config"));
    });

    test("an order reaches the daemon, and the status tells of it", async () => {
      ask("use", { section: "lte", action: "auto" });
      ask("use", { section: "fibre", action: "drain" });
      const activeNow = () => statusNow().uplinks.find(({ active }) => active)?.section;
      await until(() => activeNow() === "lte", 3000, "LTE in use");
      expect(statusNow().uplinks[0]?.override?.kind).toBe("drain");
      ask("use", { section: "fibre", action: "auto" });
      await until(() => activeNow() === "fibre", 3000, "fibre in use");
      const kinds = replySchemas.events.parse(ask("events")).events.map(({ kind }) => kind);
      expect(kinds).toContain("switch");
    });

    test("diagnostics name the kernel's state and hide the household's addresses", () => {
      const { text } = replySchemas.diagnostics.parse(ask("diagnostics"));
      expect(text).toContain("32600: table 7700 (ours)");
      expect(text).toContain("table inet mini_mwan {");
      expect(text).toContain("rtnl ok, socket ok, nft ok");
      expect(text).not.toMatch(/203\.0\.113\.|198\.51\.100\.|2001:db8:[12]:/);
      expect(text.length).toBeLessThan(49_152);
    });

    test.each<[MethodName, object]>([
      ["status", { since: "1" }],
      ["status", { since: 1.5 }],
      ["status", { colour: "red" }],
      ["use", { section: 7 }],
      ["what_if", { down: "fibre" }],
      ["history", { section: null }],
      ["probe", { section: true }],
    ])("ubus itself refuses %s %j", (name, given) => {
      expect(shell(name, given)).toEqual({ status: 2, reply: null });
      const [answer] = post(household.router, [{ session: root, method: name, args: given }]);
      expect(answer?.result).toEqual([2]);
    });

    test.each<[MethodName, object, number, string]>([
      ["use", { section: "dsl", action: "drain" }, 4, "has no uplink 'dsl'"],
      ["what_if", { down: ["dsl"] }, 4, "does not have every uplink"],
      ["history", { section: "dsl" }, 4, "there is no uplink 'dsl'"],
      ["control", { action: "explode" }, 2, "action is 'explode'; it must be one of"],
      ["explain", { dst: "$(reboot)" }, 2, "dst is '$(reboot)'; it must be an IPv4"],
    ])("%s %j is refused with a sentence on both ways", (name, given, code, words) => {
      const message = { message: expect.stringContaining(words) };
      expect(shell(name, given)).toEqual({ status: code, reply: message });
      const [answer] = post(household.router, [{ session: root, method: name, args: given }]);
      expect(answer?.result).toEqual([code, message]);
    });

    test("nobody, a reader and a writer may call what they should, an expired session nothing", async () => {
      const expired = logIn(household.router, "root", 1);
      await new Promise((resolve) => setTimeout(resolve, 2200));
      const sessions = { nobody, viewer, root, expired, bogus: "f".repeat(32) };
      const calls = Object.values(sessions).flatMap((session) =>
        names.map((method) => ({ session, method, args: args[method] }))
      );
      const answers = post(household.router, calls);
      const code = ({ error, result }: RpcAnswer) => error?.code ?? result?.[0];
      const outcomes = answers.map((answer, at) => [
        calls[at]!.session,
        calls[at]!.method,
        code(answer),
      ]);
      const mayCall = (session: string, method: MethodName) =>
        session === root || (session === viewer && methods[method].reads);
      expect(outcomes).toEqual(
        calls.map(({ session, method }) => [
          session,
          method,
          mayCall(session, method) ? 0 : accessDenied,
        ])
      );
    });

    test("five hundred random calls: every answer is typed, rpcd and the daemon stay up", () => {
      const calls = names.flatMap((method) => {
        const runs = method === "diagnostics" ? 10 : 45;
        return fc
          .sample(argsFor(method), runs)
          .filter((given) => !("ubus_rpc_session" in given))
          .map((given) => ({ session: root, method, args: given }));
      });
      for (let from = 0; from < calls.length; from += 100) {
        const part = calls.slice(from, from + 100);
        for (const [at, { result, error }] of post(household.router, part).entries()) {
          const { method } = part[at]!;
          expect([method, error]).toEqual([method, undefined]);
          const [status, data] = result!;
          if (status === 0) expect(replySchemas[method].parse(data)).toEqual(data);
          else if (data === undefined) expect(status).toBe(2);
          else expect((data as { message: string }).message).toMatch(/^\w[ -~]{8,}$/);
        }
      }
      expect(household.router.output()).not.toMatch(/rpcd: .*exception|(rpcd|daemon): ended/i);
      expect(statusNow().service).toBe("running");
    });

    test("the largest configuration that validate takes costs rpcd a tenth of a second", () => {
      const options = ["enabled", "metric", "weight", "ping_count", "rise", "a", "b", "c", "d"];
      const bad = Object.fromEntries(options.map((option) => [option, "x"]));
      const sections = Array.from({ length: 100 }, (_, i) => {
        return { ".name": `w${i}`, ".type": "interface", name: `n${i}`, ...bad };
      });
      // Ticks of a hundredth of a second, in user and kernel mode.
      const spentMs = (): number => {
        const fields = readFileSync(`/proc/${rpcdPid}/stat`, "utf8").split(") ")[1]!.split(" ");
        return 10 * (Number(fields[11]) + Number(fields[12]));
      };
      const before = spentMs();
      for (let i = 0; i < 5; i++) expect(shell("validate", { sections }).status).toBe(0);
      expect((spentMs() - before) / 5).toBeLessThan(300);
    });

    test("four hundred reads leave rpcd as big as it was", () => {
      const read = (times: number, method: MethodName): void => {
        const loop = `for i in $(seq ${times}); do ubus call mini-mwan ${method} '${JSON.stringify(args[method] ?? {})}'; done`;
        household.router.run("sh", "-c", `${loop} > /dev/null`);
      };
      const readAll = (times: number): void => {
        for (const name of ["status", "history", "config", "explain"] as const) read(times, name);
      };
      const residentKb = (): number =>
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${rpcdPid}/status`, "utf8"))![1]);
      readAll(30);
      const before = residentKb();
      readAll(100);
      expect(residentKb()).toBeLessThan(before + 300);
    });

    test("a daemon that hangs holds rpcd up for a second at most", () => {
      household.router.signal("daemon", "SIGSTOP");
      try {
        const began = performance.now();
        const reply = { message: "the service did not answer within 1 second" };
        expect(shell("probe")).toEqual({ status: 7, reply });
        expect(performance.now() - began).toBeLessThan(2500);
        expect(statusNow().uplinks).toHaveLength(2);
      } finally {
        household.router.signal("daemon", "SIGCONT");
      }
    });
  });

  describe("without its daemon, which was killed", () => {
    let text: string;

    beforeAll(async () => {
      text = household.router.read(statusFile) ?? "";
      await household.router.end("daemon", "SIGKILL");
    });

    test.each([0, 10, 300])("a status file cut after %i bytes is stale with its age", (bytes) => {
      household.router.write(statusFile, text.slice(0, bytes));
      const { service, message, timestamp, now } = statusNow();
      expect(service).toBe("stale");
      expect(message).toMatch(/^\/var\/run\/mini-mwan\.status is incomplete or damaged; it was/);
      expect(now - timestamp!).toBeLessThan(10);
    });

    test("a status file that is none is stale, too", () => {
      household.router.run(
        "sh",
        "-c",
        "rm /var/run/mini-mwan.status; mkfifo /var/run/mini-mwan.status"
      );
      expect(statusNow()).toMatchObject({ service: "stale", uplinks: [] });
      household.router.run("rm", "/var/run/mini-mwan.status");
    });
  });
});

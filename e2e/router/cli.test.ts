/** The command `mini-mwan` on real programs: ucode, ubusd, rpcd and the daemon in a household. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { version } from "../../shared/version.ts";
import { buildTree, createHousehold, fast } from "./household.ts";
import type { Household } from "./household.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";
import { until } from "./router.ts";

const needed = ["ucode", "ubusd", "ubus", "uci", "rpcd", "ip", "nft", "sysctl"];

interface Outcome {
  code: number;
  out: string;
  error: string;
}

/** Commands that read, what they end with, and what they show. */
const readers: [line: string, code: number, shown: RegExp][] = [
  ["", 0, /^Online through fibre \(wan\) since .*; lte is ready as backup\.$/m],
  ["status", 0, /^uplink +state +share +latency +jitter +loss +since +device$/m],
  ["config", 0, /^ {2}check_interval +1$/m],
  ["check-config", 0, /^\/etc\/config\/mini-mwan: no problem found\.$/m],
  ["interfaces", 0, /^wan +dhcp +up +eth1 .* fibre +yes$/m],
  ["events", 0, /^#\d+ \d\d:\d\d:\d\d {2}new connections: fibre: /m],
  ["events since 1", 0, /^#2 /m],
  ["history fibre", 0, /^(fibre: latency|Nothing has been measured)/m],
  ["history lte --day", 0, /^(lte: latency|Nothing has been measured)/m],
  ["explain 203.0.113.9 proto tcp port 443", 0, /^ {2}uplink +fibre$/m],
  ["what-if wan", 0, /^IPv4: lte/m],
  ["diag", 0, /mini-mwan/],
  ["probe", 0, /every uplink/],
  ["probe lte", 0, /lte/],
];

/** What cannot be done, and how that is said. */
const refusals: [words: string[], code: number, error: RegExp][] = [
  [["stauts"], 2, /no command 'stauts'; did you mean 'mini-mwan status'\?/],
  [["use"], 2, /written: mini-mwan use UPLINK \[for TIME\]/],
  [["use", "dsl"], 1, /no uplink 'dsl'; those configured: fibre, lte/],
  [["use", "wan;touch /run/x"], 1, /no uplink 'wan;touch \/run\/x'/],
  [["use", "$(touch /run/x)"], 1, /no uplink/],
  [["use", "x".repeat(300)], 1, /no uplink 'x{40}\.\.\.'/],
  [["use", "\u001b[31mlte"], 1, /no uplink '\?\[31mlte'/],
  [["use", "lte", "for", "a while"], 2, /'a while' is no length of time/],
  [["use", "lte", "for", "31d"], 2, /'31d' is no length of time up to 30 days/],
  [["explain", "example.org"], 2, /'example\.org' is no IP address/],
  [["explain", "1.1.1.1", "from", "::1"], 2, /not of one family/],
  [["explain", "1.1.1.1", "proto", "tcp", "port", "70000"], 2, /'70000' is no port/],
  [["explain", "1.1.1.1", "port", "80"], 2, /proto/],
  [["what-if", "dsl"], 1, /no uplink 'dsl'/],
  [["history", "dsl"], 1, /no uplink 'dsl'/],
  [["events", "since", "yesterday"], 2, /no event's number/],
  [["service", "explode"], 2, /none of start, stop/],
  [["check-config", "/nowhere"], 1, /\/nowhere cannot be read: No such file/],
];

describeReal("the command", needed, "root", () => {
  let built: ReturnType<typeof buildTree>;
  beforeAll(() => {
    built = buildTree();
  });
  afterAll(() => built?.remove());

  describe.each(ucodePrograms())("with $name", (ucode) => {
    let household: Household;

    /** On the router musl's getopt leaves the command's options alone; glibc's has to be told. */
    const command = (): string[] => {
      const program = join(built.tree, "usr/sbin/mini-mwan");
      return ["env", "POSIXLY_CORRECT=1", ucode.path, program];
    };

    function shell(...words: string[]): Outcome {
      const script = `"$@" 2>/run/cli.error; echo "exit $?"`;
      const printed = household.router.run("sh", "-c", script, "sh", ...command(), ...words);
      const [, out = "", code] = /^([\s\S]*)exit (\d+)\n$/.exec(printed) ?? [];
      return { code: Number(code), out, error: household.router.read("run/cli.error") ?? "" };
    }

    function line(text: string): Outcome {
      return shell(...text.split(" ").filter((word) => word !== ""));
    }

    beforeAll(async () => {
      household = await createHousehold(built.tree, ucode.path, fast);
    });
    afterAll(() => household?.remove());

    test("help and version need nothing", () => {
      expect(line("--version")).toEqual({ code: 0, out: `mini-mwan ${version}\n`, error: "" });
      expect(line("help what-if").out).toContain("Usage: mini-mwan what-if UPLINK...");
      expect(line("use --help").out).toContain("Usage: mini-mwan use UPLINK [for TIME]");
      expect(line("help").out).toContain("Exit codes: 0 yes or");
    });

    test("without rpcd it says so, and what to do", () => {
      const { code, out, error } = line("status");
      expect({ code, out }).toEqual({ code: 3, out: "" });
      expect(error).toMatch(/rpcd does not offer the ubus object.*service rpcd restart/);
    });

    test("a file is checked wherever it lies, and a broken one located", () => {
      const { router } = household;
      const good = router.readConfig();
      router.write("run/my file.conf", good.replace("option metric '10'", "option metric 'ten'"));
      const checked = shell("check-config", "/run/my file.conf");
      expect(checked.code).toBe(1);
      expect(checked.out).toMatch(/one problem found\.\n- section 'fibre': option 'metric': 'ten'/);
      router.write("run/broken", good.replace("config interface 'lte'", "conifg interface 'lte'"));
      const broken = 1 + good.split("\n").indexOf("config interface 'lte'");
      expect(shell("check-config", "/run/broken").error).toContain(
        `/run/broken, line ${broken}: not UCI: conifg interface 'lte'`
      );
      router.write("run/open", good.replace("'wwan'", "'wwan"));
      const open = 1 + good.split("\n").indexOf("\toption name 'wwan'");
      expect(shell("check-config", "/run/open").error).toContain(
        `/run/open, line ${open}: a quote is opened and never closed: option name 'wwan`
      );
      expect(router.run("sh", "-c", "ls /tmp | grep mini-mwan-check || true")).toBe("");
    });

    describe("with rpcd", () => {
      beforeAll(async () => {
        household.router.start("rpcd", "rpcd");
        const listed = () => household.router.run("ubus", "list").includes("mini-mwan\n");
        await until(listed, 5000, "rpcd's object");
      });

      test("before the start, status and orders say that nothing runs", () => {
        const status = line("status");
        expect(status.code).toBe(3);
        expect(status.out).toContain("Run 'mini-mwan start'.");
        expect(line("use lte").code).toBe(3);
        expect(line("use lte").error).toContain("not running");
        expect(line("config").code).toBe(0);
      });

      describe("and the daemon", () => {
        beforeAll(async () => {
          household.startDaemon();
          await household.settle();
        });

        test.each(readers)("%j ends with %i in 80 columns of ASCII", (text, code, shown) => {
          const outcome = line(text);
          expect(outcome).toMatchObject({ code, error: "" });
          expect(outcome.out).toMatch(shown);
          const lines = outcome.out.split("\n");
          const isFree = text === "diag";
          expect(lines.filter((one) => one.length > 80 && !isFree)).toEqual([]);
          expect(outcome.out).toMatch(/^[\n -~]*$/);
        });

        test.each(readers)("%j --json ends with %i and is JSON", (text, code) => {
          const outcome = line(`${text} --json`);
          expect(outcome).toMatchObject({ code, error: "" });
          expect(JSON.parse(outcome.out)).toBeTypeOf("object");
        });

        test.each(refusals)("%j ends with %i", (words, code, error) => {
          const outcome = shell(...words);
          expect(outcome).toMatchObject({ code, out: "" });
          expect(outcome.error).toMatch(/^mini-mwan: [ -~]+\n$/);
          expect(outcome.error).toMatch(error);
          expect(household.router.read("run/x")).toBeNull();
        });

        test("an order moves the household, and auto takes it back", async () => {
          expect(line("use lte for 15m").out).toMatch(/^lte is used whatever .* until \d\d:/);
          await until(() => line("status").out.includes("through lte"), 3000, "lte in use");
          expect(line("status").out).toMatch(
            /^Order: lte is forced until [\d: -]+, for another 1[45] min$/m
          );
          // By the interface's name too.
          expect(line("auto wwan").code).toBe(0);
          await until(() => line("status").out.includes("through fibre"), 3000, "fibre in use");
          expect(line("disable fibre").out).toBe("fibre is not used at all.\n");
          await until(() => line("status").out.includes("through lte"), 3000, "lte in use");
          expect(line("auto fibre --json").out).toContain(`"action": "auto"`);
          await until(() => line("status").out.includes("through fibre"), 15000, "fibre in use");
        });

        test("status and check-config name a rule of another program that is in the way", async () => {
          const rule = (verb: string) =>
            household.network.run(
              "router",
              ...["ip", "rule", verb, "priority", "100"],
              ...["from", "10.0.0.9", "lookup", "7702"]
            );
          const named = /another program uses table 7702/;
          rule("add");
          await until(() => named.test(line("status").out), 5000, "the warning");
          expect(line("check-config")).toMatchObject({
            code: 0,
            out: expect.stringMatching(named),
          });
          household.router.write("run/other", household.router.readConfig());
          expect(line("check-config /run/other").out).not.toMatch(named);
          rule("del");
          await until(() => !named.test(line("status").out), 5000, "no warning");
        });

        test("events follow shows what happens, once", async () => {
          const { router } = household;
          const follower = router.start("follower", ...command(), "events", "follow", "--json");
          let heard = "";
          follower.stdout!.on("data", (data) => (heard += String(data)));
          await until(() => heard !== "", 3000, "the events so far");
          line("use lte");
          await until(() => heard.includes("by order"), 5000, "the order's event");
          line("auto lte");
          const isBack = () => heard.slice(heard.lastIndexOf("by order")).includes(`"to": "fibre"`);
          await until(() => isBack() && heard.endsWith("}\n"), 5000, "the return");
          const ids = heard
            .trim()
            .split("\n")
            .map((one) => JSON.parse(one).id);
          expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
          await router.end("follower");
        });

        test("nobody reading is no harm", () => {
          const script = `"$@" | head -n 1; "$@" >&-; echo "exit $?"`;
          const printed = household.router.run("sh", "-c", script, "sh", ...command(), "help");
          expect(printed).toMatch(/^Mini-MWAN .*\nexit [0-9]+\n$/);
        });

        test("a router that is offline ends status with 1", async () => {
          const { network } = household;
          network.setBlackHole(1, true);
          network.setBlackHole(2, true);
          await until(() => line("status").code === 1, 15000, "status 1");
          expect(line("status").out).toMatch(/^Offline/);
          network.setBlackHole(1, false);
          network.setBlackHole(2, false);
          await until(() => line("status").code === 0, 15000, "status 0");
        });

        test("an rpcd that hangs does not hang it", () => {
          household.router.signal("rpcd", "SIGSTOP");
          const started = performance.now();
          const { code, error } = line("status");
          household.router.signal("rpcd", "SIGCONT");
          expect(code).toBe(3);
          expect(error).toContain("nothing was answered within 5 seconds");
          expect(performance.now() - started).toBeLessThan(10000);
        });

        test("follow ends when ubus goes away", async () => {
          const follower = household.router.start(
            "follower",
            ...command(),
            "events",
            "--follow",
            "--json"
          );
          let heard = "";
          follower.stdout!.on("data", (data) => (heard += String(data)));
          await until(() => heard !== "", 3000, "the events so far");
          line("use lte");
          await until(() => heard.includes("by order"), 5000, "the order's event");
          await household.router.end("ubusd");
          const isTold = () => household.router.output().includes("mini-mwan: ubus has gone away;");
          await until(() => isTold() && follower.exitCode !== null, 10000, "its end");
          expect(follower.exitCode).toBe(3);
        });
      });
    });
  });
});

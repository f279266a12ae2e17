/** Hooks run by a real ucode and a real shell: what they get, and how they end. */
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findProgram } from "../../simulator/node/real-program.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";
import { until } from "./router.ts";
import { createUcodeTree } from "./ucode-tree.ts";
import type { UcodeTree } from "./ucode-tree.ts";

const limitMs = 2000;

/** Runs the hooks of a folder for the calls given as JSON; ends when `endMs` have passed. */
const runner = `
import { createHooks } from "./daemon/hook/hooks.uc";
import { init, run, end, timer } from "uloop";
init();
let hooks = createHooks(ARGV[0], ${limitMs}, (text) => print("log ", text, "\\n"));
let beats = 0, heart = null;
heart = timer(50, () => { beats++; heart.set(50); });
let over = timer(+ARGV[2], () => { hooks.close(); print("beats ", beats, "\\n"); end(); });
let calls = json(ARGV[1]);
for (let i = 0; i < length(calls); i++) hooks.run(calls[i]);
run();
`;

const programs = ucodePrograms();
let tree: UcodeTree | null = null;
let folder: string;
let program: string;

function install(name: string, script: string): void {
  writeFileSync(join(folder, "hooks", name), script);
}

interface HookCall {
  action: string;
  interface: string;
  section: string;
  label: string;
  family: string;
  device: string;
  reason: string;
}

const down: HookCall = {
  action: "down",
  interface: "wan",
  section: "fibre",
  label: "Fibre, south",
  family: "ipv4",
  device: "eth1",
  reason: "carrier lost",
};

/** Runs the calls through a real ucode and gives what it logged, and how often its heart beat. */
function run(ucode: string, calls: HookCall[], endMs: number) {
  const args = [program, join(folder, "hooks"), JSON.stringify(calls), String(endMs)];
  // Into a file: of a pipe the reader would wait for the hooks' end, too.
  const output = openSync(join(folder, "output"), "w+");
  spawnSync(ucode, args, {
    cwd: folder,
    stdio: ["ignore", output, output],
    timeout: endMs + 20_000,
  });
  closeSync(output);
  const lines = readFileSync(join(folder, "output"), "utf8").trimEnd().split("\n");
  const beats = lines.find((line) => line.startsWith("beats "));
  return {
    logged: lines.filter((line) => line !== beats).map((line) => line.replace(/^log /, "")),
    beats: Number(beats?.slice(6)),
  };
}

/** Ids of the processes whose arguments hold the word. */
function processesWith(word: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
    } catch {
      return false;
    }
  });
}

const found = (name: string): string[] =>
  readFileSync(join(folder, name), "utf8").split("\0").slice(0, -1);

describeReal("hooks", ["ucode"], "anybody", () => {
  beforeAll(() => {
    tree = createUcodeTree("daemon/hook/hooks.ts", "daemon/hook/kill-tree.ts");
    program = tree.program("hooks-runner.uc", runner);
  });

  afterAll(() => tree?.remove());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mini-mwan-hooks-"));
    mkdirSync(join(folder, "hooks"));
    return () => rmSync(folder, { recursive: true });
  });

  describe.each(programs)("on $name", ({ path: ucode }) => {
    test("hostile texts arrive as plain arguments and variables", () => {
      install("10-args", `printf '%s\\0' "$@" > args\n`);
      install(
        "20-env",
        `printf '%s\\0' "$ACTION" "$INTERFACE" "$FAMILY" "$DEVICE" "$REASON" "$SECTION" "$LABEL" > env\n`
      );
      const hostile: HookCall = {
        action: "$(touch evil1)",
        interface: ";touch evil2;",
        section: "`touch evil5`",
        label: "$(touch evil6) '",
        family: "-e",
        device: "'\"`touch evil3`\\",
        reason: "two\nlines & * > evil4 $HOME \t %s",
      };
      const { logged } = run(ucode, [hostile], 500);
      const values = [
        hostile.action,
        hostile.interface,
        hostile.family,
        hostile.device,
        hostile.reason,
      ];
      expect(logged).toEqual([]);
      expect(found("args")).toEqual(values);
      expect(found("env")).toEqual([...values, hostile.section, hostile.label]);
      expect(readdirSync(folder).sort()).toEqual(["args", "env", "hooks", "output"]);
    });

    test("the daemon's own environment is not handed on", () => {
      install("10-env", `env > env\n`);
      run(ucode, [{ ...down, device: "" }], 500);
      const names = readFileSync(join(folder, "env"), "utf8").match(/^\w+(?==)/gm) ?? [];
      const ours = [
        ...["ACTION", "DEVICE", "FAMILY", "INTERFACE", "LABEL", "MINI_MWAN_HOOK", "PATH"],
        ...["REASON", "SECTION"],
      ];
      expect(
        names.filter((name) => !["PWD", "_", "SHLVL", "OLDPWD"].includes(name)).sort()
      ).toEqual(ours);
    });

    test("a hook that hangs is killed with its children, and the next one runs", async () => {
      const word = `mini-mwan-hang-${process.pid}`;
      install(
        "10-hang",
        `sh -c 'sleep 60; : ${word}' & (sh -c 'sleep 61; : ${word}'; :)\n: ${word}\n`
      );
      install("20-led", `printf '%s\\0' "$1" >> led\n`);
      const { logged, beats } = run(ucode, [down], limitMs + 1500);
      expect(logged).toEqual(["hook 10-hang (down wan): killed after 2 s"]);
      expect(found("led")).toEqual(["down"]);
      expect(beats).toBeGreaterThan((limitMs + 1500) / 50 / 2);
      await until(() => processesWith(word).length === 0, 2000, "the end of all its children");
    });

    test("those whose parent has ended go with a hook that hangs, and with no other", async () => {
      const word = `mini-mwan-orphan-${process.pid}`;
      const lasting = `mini-mwan-lasting-${process.pid}`;
      const orphan = (seconds: number, name: string) =>
        `(sh -c 'sleep ${seconds}; : ${name}' > /dev/null 2>&1 &)\n`;
      install("10-lasting", orphan(8, lasting));
      install("20-hang", `${orphan(60, word)}sleep 61; : ${word}\n`);
      const { logged } = run(ucode, [down], limitMs + 1500);
      expect(logged).toEqual(["hook 20-hang (down wan): killed after 2 s"]);
      await until(() => processesWith(word).length === 0, 2000, "the end of all its children");
      expect(processesWith(lasting)).not.toEqual([]);
      await until(() => processesWith(lasting).length === 0, 9000, "the end of the other's child");
    });

    test("a hook under way when the daemon ends is killed without it", async () => {
      const word = `mini-mwan-late-${process.pid}`;
      install("10-hang", `sh -c 'sleep 60; : ${word}'; :\n`);
      run(ucode, [down], 300);
      expect(processesWith(word).length).toBeGreaterThan(0);
      await until(() => processesWith(word).length === 0, limitMs + 3000, "the hook's end");
    });

    test("a crowd of transitions goes through in order, but for the oldest of too many", () => {
      install("10-led", `printf '%s\\0' "$2" >> led\n`);
      install("20-fail", `exit 3\n`);
      const crowd = Array.from({ length: 40 }, (_, i) => ({ ...down, interface: `wan${i}` }));
      const { logged, beats } = run(ucode, crowd, 3000);
      const through = ["wan0", ...crowd.slice(8).map((call) => call.interface)];
      expect(found("led")).toEqual(through);
      expect(logged).toEqual([
        ...crowd.slice(1, 8).map((call) => `hooks are slow: down ${call.interface} is dropped`),
        ...through.map((name) => `hook 20-fail (down ${name}): exit code 3`),
      ]);
      expect(beats).toBeGreaterThan(30);
    });
  });

  const busybox = findProgram("busybox");
  test.skipIf(busybox === null)(
    "the shell of a router kills a family, too (program: busybox)",
    async () => {
      const word = `mini-mwan-busybox-${process.pid}`;
      const script = `busybox sh -c 'sleep 60; : ${word}' & busybox sh -c 'sleep 61; : ${word}'; :`;
      const victim = spawn(busybox!, ["sh", "-c", script], { stdio: "ignore" });
      await until(() => processesWith(word).length >= 3, 2000, "the family");
      const killer = tree!.program(
        "kill-script.uc",
        `import { killScript, startTimeOf } from "./daemon/hook/kill-tree.uc";
       print(startTimeOf(+ARGV[0]), "\\n", killScript);`
      );
      const told = spawnSync(programs[0]!.path, [killer, String(victim.pid)], { encoding: "utf8" });
      const [startTime = "", ...lines] = told.stdout.split("\n");
      const kill = (start: string) =>
        spawnSync(busybox!, [
          "sh",
          "-c",
          lines.join("\n"),
          "sh",
          String(victim.pid),
          start,
          "0",
          "1.0",
        ]);
      expect(kill("1").status).toBe(0);
      expect(processesWith(word).length).toBeGreaterThanOrEqual(3);
      expect(String(kill(startTime).stderr)).toBe("");
      await until(() => processesWith(word).length === 0, 2000, "the family's end");
    }
  );
});

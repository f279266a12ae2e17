import { beforeEach, describe, expect, test } from "vitest";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import type { ProgramRun } from "../../simulator/world/world.ts";
import { createHooks, hookFolder, hookLimitMs } from "./hooks.ts";
import type { HookCall, Hooks } from "./hooks.ts";

let world: World;
let hooks: Hooks;
/** What each hook was given when it ran: its name, and its arguments. */
let ran: string[];
let logged: string[];
/** Seconds and exit code of the hooks; one that is not named takes no time and succeeds. */
let behaviours: { [name: string]: { takesS: number; exitCode: number } };
let underWay: Map<string, ProgramRun>;

/** A shell that runs hooks, and kills what it is told to. */
function shell(args: readonly string[], run: ProgramRun): number | null {
  if (args[0] === "-c") {
    const [, , , pid = ""] = args;
    world.clock.after(Number(args[5]) * 1000, () => underWay.get(pid)?.exit(0));
    return 0;
  }
  const name = args[0]!.split("/").at(-1)!;
  ran.push([name, ...args.slice(1)].join(" "));
  const { takesS, exitCode } = behaviours[name] ?? { takesS: 0, exitCode: 0 };
  underWay.set(String(run.pid), run);
  world.clock.after(takesS * 1000, () => run.exit(exitCode));
  return null;
}

beforeEach(() => {
  world = new World();
  setWorld(world);
  world.programs.set("/bin/sh", shell);
  [ran, logged, behaviours, underWay] = [[], [], {}, new Map()];
  hooks = createHooks(hookFolder, hookLimitMs, (text) => logged.push(text));
});

function install(...names: string[]): void {
  world.files.makePath(hookFolder);
  for (const name of names) world.files.write(`${hookFolder}/${name}`, "#!/bin/sh\n");
}

function happens(action: string, uplink = "wan"): void {
  const call: HookCall = {
    action,
    interface: uplink,
    section: uplink,
    label: uplink,
    family: "ipv4",
    device: "eth1",
    reason: "carrier lost",
  };
  hooks.run(call);
}

function after(seconds: number): void {
  world.clock.advance(seconds * 1000);
}

describe("hooks", () => {
  test("run for each transition in the order of their names, told what happened", () => {
    install("20-mail", "10-led");
    happens("down");
    happens("up");
    after(1);
    expect(ran).toEqual([
      "10-led down wan ipv4 eth1 carrier lost",
      "20-mail down wan ipv4 eth1 carrier lost",
      "10-led up wan ipv4 eth1 carrier lost",
      "20-mail up wan ipv4 eth1 carrier lost",
    ]);
    expect(logged).toEqual([]);
  });

  test("do not include folders, hidden files and copies that others left behind", () => {
    install(".10-led", "10-led~", "10-led.bak", "10-led.opkg-old", "10-led.apk-new");
    world.files.makePath(`${hookFolder}/30-folder`);
    install("a.bakery");
    happens("down");
    after(1);
    expect(ran).toEqual(["a.bakery down wan ipv4 eth1 carrier lost"]);
  });

  test("may be missing altogether, and may be added while the daemon runs", () => {
    happens("down");
    after(1);
    world.files.makePath(hookFolder);
    install("10-led");
    happens("up");
    after(1);
    expect(ran).toEqual(["10-led up wan ipv4 eth1 carrier lost"]);
  });

  test("run one at a time, and nobody waits for them", () => {
    install("10-slow", "20-led");
    behaviours["10-slow"] = { takesS: 5, exitCode: 0 };
    happens("down");
    after(4);
    happens("up");
    expect(ran).toHaveLength(1);
    after(2);
    expect(ran.map((line) => line.split(" ", 2).join(" "))).toEqual([
      "10-slow down",
      "20-led down",
      "10-slow up",
    ]);
  });

  test("that fail are named with their exit code, once for each time", () => {
    install("10-led");
    behaviours["10-led"] = { takesS: 0, exitCode: 3 };
    happens("down");
    happens("up");
    after(1);
    expect(logged).toEqual([
      "hook 10-led (down wan): exit code 3",
      "hook 10-led (up wan): exit code 3",
    ]);
  });

  test("that hang are killed after thirty seconds, each with its own thirty", () => {
    install("10-quick", "20-hang", "30-led");
    behaviours["10-quick"] = { takesS: 20, exitCode: 0 };
    behaviours["20-hang"] = { takesS: 600, exitCode: 0 };
    happens("down");
    after(49);
    expect([ran.length, logged]).toEqual([2, []]);
    after(2);
    expect(ran).toHaveLength(3);
    expect(logged).toEqual(["hook 20-hang (down wan): killed after 30 s"]);
    after(600);
    expect(logged).toHaveLength(1);
  });

  test("that hang make a crowd of transitions wait; the oldest of too many is dropped, and said so", () => {
    install("10-hang");
    behaviours["10-hang"] = { takesS: 600, exitCode: 0 };
    for (let i = 0; i < 36; i++) happens("down", `wan${i}`);
    expect(logged).toEqual([1, 2, 3].map((i) => `hooks are slow: down wan${i} is dropped`));
    delete behaviours["10-hang"];
    after(40);
    const told = ran.map((line) => line.split(" ")[2]);
    expect(told).toEqual(["wan0", ...Array.from({ length: 32 }, (_, i) => `wan${i + 4}`)]);
  });

  test("that wait at the end are dropped, and the one under way is still killed", () => {
    install("10-hang");
    behaviours["10-hang"] = { takesS: 600, exitCode: 0 };
    happens("down");
    happens("up");
    after(10);
    hooks.close();
    after(29);
    expect(logged).toEqual(["hook 10-hang (down wan): killed after 30 s"]);
    after(60);
    expect(ran).toHaveLength(1);
  });
});

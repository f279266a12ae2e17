/** The command on the simulated router, against the plugin's and the daemon's own code. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Router } from "../simulator/router.ts";
import { config, createTwoWans } from "../simulator/scenarios/two-wans.ts";
import { Process } from "../simulator/world/process.ts";
import { commands } from "./commands.ts";
import { run } from "./main.ts";

let router: Router;
let count = 0;

beforeEach(() => {
  router = createTwoWans({ seed: 7 });
});

/** Runs the command in a program of its own. */
function shell(line: string, colour = false) {
  const name = `mini-mwan-${count++}`;
  const program = new Process(name, router.world.clock, () => {});
  const words = line.split(" ").filter((word) => word !== "");
  const code = program.evaluate(() => run(words, { colour, flush: () => true }));
  const textOf = (stream: string) =>
    router.world.log.lines
      .flatMap((one) => (one.program === name && one.stream === stream ? [one.text] : []))
      .join("\n");
  return { code, out: textOf("stdout"), error: textOf("stderr") };
}

function after(seconds: number): void {
  router.world.clock.advance(seconds * 1000);
}

describe("while the service does not run", () => {
  test("status ends with 3 and says what to do", () => {
    expect(shell("")).toMatchObject({
      code: 3,
      out: "Mini-MWAN is not running; the system's own routes apply.\nRun 'mini-mwan start'.",
    });
  });

  test("one that is switched off is said to be", () => {
    router.world.files.install(
      "/etc/config/mini-mwan",
      config.replace("enabled '1'", "enabled '0'")
    );
    expect(shell("status").out).toContain("It is switched off in /etc/config/mini-mwan;");
    expect(shell("use lte")).toMatchObject({ code: 3, out: "" });
  });

  test("start has it started", () => {
    expect(shell("start")).toMatchObject({ code: 0, error: "" });
    after(20);
    expect(shell("status").code).toBe(0);
    expect(shell("service stop").code).toBe(0);
    after(5);
    expect(shell("status").code).toBe(3);
  });
});

describe("while the household is online", () => {
  beforeEach(() => {
    router.procd.start();
    after(20);
  });

  test("status tells it in a sentence and a table", () => {
    const { code, out } = shell("status");
    expect(code).toBe(0);
    const [first, second, head, ...rows] = out.split("\n");
    expect(first).toBe("Online through fibre (wan) since 12:00:00; lte is ready as backup.");
    expect(second).toBe("Reason: fibre has the lowest metric of those online");
    expect(head).toBe("uplink  state  share  latency  jitter  loss  since  device");
    expect(rows.map((row) => row.replace(/ +/g, " "))).toEqual([
      expect.stringMatching(/^fibre up 100% 12\.\d ms [01]\.\d ms 0% 20 s eth1$/),
      expect.stringMatching(/^lte up 0% 4\d\.\d ms \d\.\d ms 0% 20 s wwan0$/),
    ]);
  });

  test("only a terminal gets colours", () => {
    expect(shell("status", true).out).toContain("\u001b[32mup   \u001b[0m");
    expect(shell("status").out).not.toContain("\u001b");
    expect(shell("status --json", true).out).not.toContain("\u001b");
  });

  test("events call an uplink what people call it", () => {
    const { files } = router.world;
    const path = "/etc/config/mini-mwan";
    const labelled = "option label 'Glass'\n\toption name 'wan'";
    files.write(path, files.read(path).replace("option name 'wan'", labelled));
    router.procd.control("reload");
    router.world.network.getLink("eth1").change({ blackholed: true });
    after(60);
    const { out } = shell("events");
    expect(out).toMatch(/ {2}new connections: Glass -> lte: /);
    expect(out).toMatch(/ {2}Glass: up -> down: /);
    expect(shell("events --json").out).toContain('"section": "fibre"');
  });

  test("an outage is in status, in events and in the picture of the day", () => {
    after(300);
    router.world.network.getLink("eth1").change({ blackholed: true });
    after(60);
    expect(shell("status").out).toMatch(
      /^Online through lte \(wwan\) since .*; no backup is ready/
    );
    expect(shell("status").out).toMatch(/^fibre {3}down .*\n {4}\S/m);
    expect(shell("events").out).toMatch(/^#\d+ 12:0\d:\d\d {2}new connections: fibre -> lte: /m);
    const history = shell("history fibre");
    expect(history.code).toBe(0);
    expect(history.out).toMatch(/^ {10}\| *\.+!*X+ *$/m);
    expect(history.out).toMatch(/^12:05:00 {2}offline .* \d+\.\d%$/m);
    router.world.network.getLink("wwan0").change({ blackholed: true });
    after(60);
    expect(shell("status")).toMatchObject({ code: 1, out: expect.stringMatching(/^Offline/) });
  });

  test("orders are told with their end", () => {
    expect(shell("use wwan for 1h30m").out).toMatch(/^lte is used .* until 13:30:\d\d\.$/);
    after(60);
    expect(shell("status").out).toContain(
      "Order: lte is forced until 13:30:20, for another 1 h 29 min"
    );
    expect(shell("drain fibre").code).toBe(0);
    expect(shell("status").out).toContain("Order: fibre is drained until 'mini-mwan auto'");
    expect(shell("auto lte").code).toBe(0);
    expect(shell("status").out).not.toContain("forced");
  });
});

describe("its help", () => {
  test.each(Object.keys(commands))("tells of %s in 80 columns of ASCII", (name) => {
    const { code, out } = shell(`help ${name}`);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: mini-mwan ${name}`);
    expect(out).toMatch(/^[\n -~]*$/);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(shell("help").out).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(shell(`${name} --help`).out).toBe(out);
  });

  test("is not to be had for what is no command", () => {
    expect(shell("help explian")).toMatchObject({ code: 2, out: "" });
    expect(shell("help explian").error).toContain("did you mean 'mini-mwan explain'?");
  });
});

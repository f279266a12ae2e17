import { beforeEach, describe, expect, test } from "vitest";
import { PluginCaller } from "../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../simulator/scenarios/two-wans-dual-stack.ts";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 }));
});

const statusFile = "/var/run/mini-mwan.status";

describe("while the service does not run", () => {
  test("status, events and history say so or are empty", () => {
    expect(plugin.ask("status")).toMatchObject({
      service: "stopped",
      uplinks: [],
      events: [],
      last_event: 0,
    });
    expect(plugin.ask("events").events).toEqual([]);
    expect(plugin.ask("history")).toMatchObject({ written: null, paths: [] });
  });

  test("configuration, interfaces and diagnostics are there all the same", () => {
    expect(plugin.ask("config").interfaces).toHaveLength(2);
    expect(plugin.ask("interfaces").interfaces).toHaveLength(5);
    expect(plugin.ask("diagnostics").text).toContain("status: stopped");
  });

  test.each([
    ["explain", { dst: "1.1.1.1" }],
    ["what_if", { down: ["fibre"] }],
    ["use", { section: "fibre", action: "force" }],
    ["probe", {}],
  ] as const)("%s says how to start it", (method, args) => {
    expect(plugin.call(method, args)).toEqual({
      status: 4,
      data: {
        message: "the service is not running; start it with: /etc/init.d/mini-mwan start",
      },
    });
  });

  test("and is not enabled, that is said as well", () => {
    plugin.router.world.files.install("/etc/config/mini-mwan", "config global 'global'\n");
    const { message } = plugin.call("probe").data as { message: string };
    expect(message).toContain("uci set mini-mwan.global.enabled=1");
  });
});

describe("the status file", () => {
  beforeEach(() => {
    plugin.startService();
  });

  const whole = (): string => plugin.router.world.files.read(statusFile);

  test("is kept fresh for those who read it", () => {
    const marker = "/var/run/mini-mwan.reader";
    expect(plugin.router.world.files.find(marker)).toBe(null);
    plugin.ask("status");
    expect(plugin.router.world.files.find(marker)).not.toBe(null);
    const ages = Array.from({ length: 12 }, () => {
      plugin.after(5);
      const { now, timestamp } = plugin.ask("status");
      return now - timestamp!;
    });
    expect(Math.max(...ages)).toBeLessThanOrEqual(6);
  });

  test("cut anywhere is stale with its age, never an error", () => {
    const text = whole();
    plugin.router.procd.kill9();
    for (const end of [0, 1, 20, text.length >> 1, text.length - 1]) {
      plugin.router.world.files.write(statusFile, text.slice(0, end));
      expect(plugin.ask("status")).toMatchObject({
        service: "stale",
        uplinks: [],
        timestamp: plugin.ask("status").now,
      });
    }
  });

  test("that is damaged says when it was written", () => {
    plugin.router.procd.kill9();
    plugin.router.world.files.write(statusFile, "\u{1f4a5}".repeat(100));
    plugin.after(4);
    expect(plugin.ask("status").message).toBe(
      "/var/run/mini-mwan.status is incomplete or damaged; it was written 4 seconds ago."
    );
  });

  test("that is no file cannot be read, and does not hold anybody up", () => {
    plugin.router.procd.control("stop");
    plugin.after(2);
    plugin.router.world.files.makePath(statusFile);
    expect(plugin.ask("status")).toMatchObject({ service: "stale", uplinks: [] });
    expect(plugin.ask("status").message).toContain("cannot be read");
  });

  test("that nobody writes any more is stale with what it last said", () => {
    const text = whole();
    plugin.router.procd.control("stop");
    plugin.after(2);
    plugin.router.world.files.write(statusFile, text);
    plugin.after(60);
    expect(plugin.ask("status")).toMatchObject({ service: "stale", mode: "failover" });
    expect(plugin.ask("status").message).toMatch(/^The service published last \d+ seconds ago\.$/);
    expect(plugin.ask("status").uplinks).toHaveLength(2);
  });

  test("from the future, after the clock was set back, is stale", () => {
    const text = whole().replace(/timestamp=(\d+)/, (_, at) => `timestamp=${Number(at) + 3600}`);
    plugin.router.procd.control("stop");
    plugin.after(2);
    plugin.router.world.files.write(statusFile, text);
    expect(plugin.ask("status").service).toBe("stale");
    expect(plugin.ask("status").message).toMatch(/seconds in the future/);
  });
});

test("a fault of ours is an answer, and the plugin goes on", () => {
  plugin.startService();
  const { time } = globalThis;
  globalThis.time = () => {
    throw new Error("the clock\nstopped");
  };
  try {
    expect(plugin.call("status")).toEqual({
      status: 9,
      data: { message: "status failed by a fault of its own: the clock?stopped" },
    });
  } finally {
    globalThis.time = time;
  }
  expect(plugin.ask("status").service).toBe("running");
});

import { beforeEach, describe, expect, test } from "vitest";
import { PluginCaller } from "../../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../../simulator/scenarios/two-wans-dual-stack.ts";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 }));
});

describe("events", () => {
  beforeEach(() => {
    plugin.startService();
    plugin.router.world.network.getLink("eth1").change({ carrier: false });
    plugin.after(10);
  });

  test("come with status only when they are asked for", () => {
    expect(plugin.ask("status").events).toEqual([]);
    expect(plugin.ask("status").last_event).toBeGreaterThan(0);
    const all = plugin.ask("status", { since: 0 }).events;
    expect(all.at(-1)?.id).toBe(plugin.ask("status").last_event);
    expect(all).toEqual(plugin.ask("events").events);
  });

  test("after one that is known are those that are new", () => {
    const known = plugin.ask("status").last_event;
    expect(plugin.ask("status", { since: known }).events).toEqual([]);
    plugin.router.world.network.getLink("eth1").change({ carrier: true });
    plugin.after(60);
    const ids = plugin.ask("status", { since: known }).events.map(({ id }) => id);
    expect(ids[0]).toBe(known + 1);
    expect(ids).toEqual(plugin.ask("events", { since: known }).events.map(({ id }) => id));
  });

  test("are all new to somebody who knew them before they were counted anew", () => {
    expect(plugin.ask("status", { since: 1_000_000 }).events).toEqual(
      plugin.ask("status", { since: 0 }).events
    );
  });

  test("before the first are a mistake", () => {
    for (const method of ["status", "events"] as const)
      expect(plugin.call(method, { since: -1 })).toEqual({
        status: 2,
        data: {
          message: "since is '-1'; it must be an event's id, or 0 for all events, 0 to 2147483647",
        },
      });
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { PluginCaller } from "../../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../../simulator/scenarios/two-wans-dual-stack.ts";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 }));
});

describe("history", () => {
  beforeEach(() => {
    plugin.startService();
    plugin.after(120);
  });

  const history = (args: object = {}) => plugin.ask("history", args);

  test("is of every path, packed; of one section or family when asked", () => {
    expect(history().paths).toHaveLength(4);
    expect(
      history({ section: "lte" })
        .paths.map(({ family }) => family)
        .sort()
    ).toEqual(["ipv4", "ipv6"]);
    expect(history({ family: "ipv6" }).paths).toHaveLength(2);
    const [path] = history({ section: "lte", family: "ipv4" }).paths;
    expect(path?.ring.texts.length).toBe(path?.ring.blocks.length);
    expect(path?.ring.texts.length).toBeGreaterThan(0);
  });

  test("of the day is another ring", () => {
    const [recent] = history({ section: "lte", family: "ipv4" }).paths;
    const [day] = history({ section: "lte", family: "ipv4", span: "day" }).paths;
    expect(day?.ring).not.toEqual(recent?.ring);
  });

  test("says when it was written", () => {
    const { now, written } = history();
    expect(now - written!).toBeLessThanOrEqual(60);
  });

  test("of an uplink that is new is empty; there is none of one that is not there", () => {
    const config = plugin.router.world.files.read("/etc/config/mini-mwan");
    const wan9 = "\nconfig interface 'dsl'\n\toption name 'wan9'\n";
    plugin.router.world.files.install("/etc/config/mini-mwan", config + wan9);
    expect(history({ section: "dsl" }).paths).toEqual([]);
    expect(plugin.call("history", { section: "nope" })).toEqual({
      status: 4,
      data: { message: "there is no uplink 'nope'" },
    });
  });

  test.each([[{ family: "ipv5" }], [{ span: "week" }], [{ section: "" }]])(
    "with %j is a mistake, with a sentence",
    (args) => {
      expect(plugin.call("history", args)).toMatchObject({
        status: 2,
        data: { message: /must be/ },
      });
    }
  );

  test("of a damaged file is what is left of it", () => {
    const path = "/var/run/mini-mwan.history";
    const text = plugin.router.world.files.read(path);
    plugin.router.procd.control("stop");
    plugin.router.world.files.write(path, text.slice(0, text.length >> 1));
    expect(history().paths.length).toBeLessThan(4);
    plugin.router.world.files.write(path, "junk\n".repeat(1000));
    expect(history().paths).toEqual([]);
  });

  test("of sixty uplinks does not fit one reply, and says what to do", () => {
    const path = "/var/run/mini-mwan.history";
    const line = plugin.router.world.files.read(path).split("\n")[1]!.replace(/,$/, "");
    const full = line.replace(/"texts":\["[^"]*"/g, (texts) => texts);
    const many = Array.from({ length: 6000 }, () => full).join(",\n");
    plugin.router.procd.control("stop");
    plugin.router.world.files.write(path, `{"version":1,"paths":[\n${many}\n]}\n`);
    expect(plugin.call("history")).toEqual({
      status: 2,
      data: { message: "that is more than one reply can hold; name a section" },
    });
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { PluginCaller } from "../../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../../simulator/scenarios/two-wans-dual-stack.ts";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 }));
});

const head = { ".type": "global", ".name": "global", enabled: "1" };
const fibre = { ".type": "interface", ".name": "fibre", name: "wan", metric: "10" };

const manyOptions = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`o${i}`, "1"]));

function validate(...sections: object[]) {
  return plugin.ask("validate", { sections });
}

test("a good configuration is valid, and comes back as it would be used", () => {
  const reply = validate(head, fibre);
  expect(reply).toMatchObject({ valid: true, problems: [] });
  expect(reply.interfaces[0]?.options["metric"]).toEqual({ value: 10, origin: "set" });
  expect(reply.interfaces[0]?.options["weight"]).toEqual({ value: 1, origin: "default" });
});

test("it says what config says once it is saved", () => {
  const bad = { ...fibre, metric: "0", colour: "red", ping_target: ["1.1.1.1", "x"] };
  const { valid, ...proposed } = validate(head, bad);
  const text = [
    "config global 'global'\n\toption enabled '1'\n",
    "config interface 'fibre'\n\toption name 'wan'\n\toption metric '0'\n\toption colour 'red'",
    "\tlist ping_target '1.1.1.1'\n\tlist ping_target 'x'\n",
  ].join("\n");
  plugin.router.world.files.install("/etc/config/mini-mwan", text);
  expect(proposed).toEqual(plugin.ask("config"));
  expect(valid).toBe(false);
  expect(proposed.problems.map(({ option }) => option)).toEqual([
    "ping_target",
    "metric",
    "colour",
  ]);
});

test("nothing is saved by it", () => {
  const before = plugin.ask("config");
  validate(head, { ...fibre, metric: "77" });
  expect(plugin.ask("config")).toEqual(before);
});

test("what LuCI adds to a section does no harm; numbers and truth are taken as uci would", () => {
  const luci = { ".anonymous": false, ".index": 3 };
  const reply = validate({ ...head, ...luci, enabled: true }, { ...fibre, ...luci, metric: 10 });
  expect(reply.valid).toBe(true);
  expect(reply.global.options["enabled"]?.value).toBe(true);
});

describe("what cannot be a configuration is refused with its place", () => {
  test.each([
    ["no sections", {}, "sections is missing; it must be a list of sections"],
    ["a section that is none", { sections: [7] }, "sections[0]: .name is missing"],
    ["a section without a name", { sections: [{ ".type": "global" }] }, ".name is missing"],
    ["a hostile name", { sections: [{ ...fibre, ".name": "a b" }] }, ".name is 'a b'; it must be"],
    ["a section without a type", { sections: [head, { ".name": "x" }] }, "sections[1]: .type is"],
    [
      "a name twice",
      { sections: [fibre, fibre] },
      "sections[1]: there is a section 'fibre' before",
    ],
    [
      "a value that is none",
      { sections: [{ ...fibre, metric: {} }] },
      "sections[0]: 'metric' must",
    ],
    ["a list of others", { sections: [{ ...fibre, ping_target: [1] }] }, "'ping_target' must be"],
    [
      "too many sections",
      { sections: Array.from({ length: 101 }, () => fibre) },
      "more than 100 sections",
    ],
    ["too many options", { sections: [{ ...fibre, ...manyOptions }] }, "more than 2000 values"],
    [
      "too many targets",
      {
        sections: [{ ...fibre, ping_target: Array.from({ length: 5000 }, (_, i) => `9.9.9.${i}`) }],
      },
      "more than 2000 values",
    ],
    [
      "too much text",
      { sections: [{ ...fibre, ping_target: "9.9.9.9 ".repeat(20_000) }] },
      "more than 65536 characters",
    ],
  ])("%s", (_, args, words) => {
    const { status, data } = plugin.call("validate", args);
    expect(status).toBe(2);
    expect((data as { message: string }).message).toContain(words);
  });
});

test("a file of thousands of mistakes gives a reply that ubus can carry", () => {
  const section = (i: number) => `config interface 's${i}'\n\toption x${i} '1'\n\toption y '2'\n`;
  const text = Array.from({ length: 1000 }, (_, i) => section(i)).join("");
  plugin.router.world.files.install("/etc/config/mini-mwan", text);
  const reply = plugin.ask("config");
  expect(reply.interfaces).toHaveLength(200);
  expect(reply.problems.at(-1)?.message).toMatch(/^there are \d+ more problems/);
  expect(JSON.stringify(reply).length).toBeLessThan(600_000);
});

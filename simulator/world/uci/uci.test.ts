import { beforeEach, describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { cursor } from "../../ucode/uci.ts";
import { setWorld } from "../../ucode/current.ts";
import { World } from "../world.ts";
import { uciCases } from "./uci.cases.ts";
import type { Delta } from "./delta.ts";
import { UciStore } from "./store.ts";
import { formatUci, parseUci } from "./text.ts";

let world: World;

beforeEach(() => {
  world = new World();
  setWorld(world);
});

function readAll(text: string): { sections: unknown; error: string | null } {
  world.files.write("/etc/config/demo", text);
  const uci = cursor()!;
  uci.load("demo");
  const error = uci.error();
  return { sections: uci.get_all("demo"), error };
}

describe("a configuration file", () => {
  test.each(uciCases)("$name", ({ text, sections }) => {
    const read = readAll(text);
    expect(read.sections).toEqual(sections);
    expect(read.error).toBe(sections === null ? "Parse error" : null);
  });

  test("that is not there is not found", () => {
    const uci = cursor()!;
    expect(uci.load("missing")).toBe(null);
    expect(uci.error()).toBe("Entry not found");
  });
});

const text = fc.string({ unit: "binary", maxLength: 20 }).filter((value) => !/[\0\r]/.test(value));
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
const value = fc.oneof(
  text.filter((item) => item !== ""),
  fc.array(text, { minLength: 1, maxLength: 3 })
);

test("what is written reads back the same, whatever the values are", () => {
  fc.assert(
    fc.property(fc.dictionary(name, fc.dictionary(name, value)), (wanted) => {
      const config = parseUci("demo", "");
      for (const [section, options] of Object.entries(wanted))
        config.sections.push({
          name: section,
          type: "interface",
          anonymous: false,
          options: new Map(Object.entries(options)),
        });
      const read = parseUci("demo", formatUci(config));
      expect(read.sections).toEqual(config.sections);
    })
  );
});

describe("staged changes", () => {
  const changes: Delta[] = [
    { command: "set", section: "global", option: "mode", value: "it's x" },
    { command: "set", section: "neu", option: null, value: "interface" },
    { command: "set", section: "neu", option: "name", value: "two\nlines" },
    { command: "list-add", section: "wan1", option: "target", value: "9.9.9.9" },
    { command: "list-del", section: "wan1", option: "target", value: "1.1.1.1" },
    { command: "remove", section: "wan1", option: "old", value: null },
    { command: "add", section: "cfg046d96", option: null, value: "interface" },
    { command: "rename", section: "neu", option: null, value: "alt" },
    { command: "order", section: "alt", option: null, value: "0" },
  ];
  const before =
    "config global 'global'\n\toption mode 'failover'\n\nconfig interface 'wan1'\n\tlist target '1.1.1.1'\n\toption old '1'\n";
  const after = `
config interface 'alt'
	option name 'two
lines'

config global 'global'
	option mode 'it'\\''s x'

config interface 'wan1'
	list target '9.9.9.9'

config interface

`;

  test("show at once, are written by a commit and are gone after it", () => {
    world.files.write("/etc/config/demo", before);
    const store = new UciStore(world.files);
    store.stage("demo", ...changes);
    expect(store.changes("demo")).toEqual(changes);
    expect(world.files.read("/etc/config/demo")).toBe(before);
    expect(formatUci(store.load("demo"))).toBe(after);
    store.commit("demo");
    expect(world.files.read("/etc/config/demo")).toBe(after);
    expect(store.changes("demo")).toEqual([]);
  });

  test("are forgotten by a revert; a commit without any leaves the file as it is", () => {
    world.files.write("/etc/config/demo", before);
    const store = new UciStore(world.files);
    store.stage("demo", ...changes);
    store.revert("demo");
    store.commit("demo");
    expect(world.files.read("/etc/config/demo")).toBe(before);
  });
});

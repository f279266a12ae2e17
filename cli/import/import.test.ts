/** `mini-mwan import` on the simulated router's files. */
import { beforeEach, describe, expect, test } from "vitest";
import { parseConfig } from "../../shared/router/config.ts";
import type { RawSection } from "../../shared/router/config.ts";
import { setWorld } from "../../simulator/ucode/current.ts";
import { Process } from "../../simulator/world/process.ts";
import { sectionsOf } from "../../simulator/world/uci/sections.ts";
import { World } from "../../simulator/world/world.ts";
import { runImport } from "./import.ts";

const shipped = "\nconfig global 'global'\n\toption enabled '0'\n\toption mode 'failover'\n";

const network = `
config interface 'wan'
	option device 'eth1'
	option proto 'dhcp'

config interface 'lte'
	option proto 'qmi'
`;

const mwan3 = `
config interface 'wan'
	option enabled '1'
	list track_ip '9.9.9.9'

config member 'wan_m1'
	option interface 'wan'

config policy 'wan_only'
	list use_member 'wan_m1'

config rule 'all'
	option dest_ip '0.0.0.0/0'
	option use_policy 'wan_only'
`;

const original = `
config settings 'settings'
	option enabled '1'
	option mode 'multiuplink'

config interface 'wan1'
	option enabled '1'
	option device 'eth1'
`;

let world: World;
let count = 0;

beforeEach(() => {
  world = new World();
  setWorld(world);
  lay({ network, "mini-mwan": shipped });
});

function lay(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files))
    world.files.install(`/etc/config/${name}`, text);
}

function files(): Record<string, string> {
  const names = world.files.list("/etc/config");
  return Object.fromEntries(names.map((name) => [name, world.files.read(`/etc/config/${name}`)]));
}

/** Runs the command; gives its exit code and what it printed. */
function command(line: string) {
  const name = `import-${count++}`;
  const program = new Process(name, world.clock, () => {});
  const code = program.evaluate(() => runImport(line === "" ? [] : line.split(" ")));
  const lines = world.log.lines.filter((one) => one.program === name);
  const of = (stream: string) =>
    lines.flatMap((one) => (one.stream === stream ? [one.text] : [])).join("\n");
  return { code, out: of("stdout"), error: of("stderr") };
}

function own(): { [name: string]: Record<string, unknown> } {
  const sections = sectionsOf(files()["mini-mwan"]!);
  return Object.fromEntries(sections.map((section) => [section[".name"], section]));
}

test("first fills the shipped file and leaves the service off", () => {
  expect(command("first").code).toBe(0);
  expect(own()).toMatchObject({
    global: { enabled: "0" },
    wan: { name: "wan", metric: "10" },
    lte: { name: "lte", metric: "20", metered: "1" },
  });
});

test("first makes the file when there is none", () => {
  world.files.remove("/etc/config/mini-mwan");
  expect(command("first").code).toBe(0);
  expect(Object.keys(own())).toEqual(["global", "wan", "lte"]);
});

describe.each([
  ["first", {}],
  ["mwan3", { mwan3 }],
  ["original", { "mini-mwan": original }],
])("%s", (source, sources) => {
  beforeEach(() => lay(sources));

  test("a second time changes nothing and says so", () => {
    expect(command(source).code).toBe(0);
    const before = files();
    const again = command(source);
    expect(again.code).toBe(0);
    expect(again.out).toContain("nothing");
    expect(files()).toEqual(before);
  });

  test("as a dry run changes nothing", () => {
    const before = files();
    const { code, out } = command(`${source} --dry-run`);
    expect(code).toBe(0);
    expect(out).toContain("config interface 'wan");
    expect(files()).toEqual(before);
  });

  test("touches no other package", () => {
    const before = files();
    command(source);
    expect(files()).toMatchObject({ ...before, "mini-mwan": files()["mini-mwan"] });
  });

  test("answers programs in JSON, the account with it", () => {
    const { code, out } = command(`${source} --json`);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ source, written: true, problems: [] });
    expect(JSON.parse(out).account.length).toBeGreaterThan(0);
  });

  test("gives a configuration that the daemon takes without a problem", () => {
    command(source);
    const sections = sectionsOf(files()["mini-mwan"]!) as unknown as RawSection[];
    expect(parseConfig(sections).problems).toEqual([]);
    expect(parseConfig(sections).config.uplinks.length).toBeGreaterThan(0);
  });
});

describe("a file that is set up already", () => {
  const mine = `${shipped}\nconfig interface 'mine'\n\toption name 'wan'\n`;

  test.each(["first", "mwan3"])("is not replaced by %s unless that is asked for", (source) => {
    lay({ mwan3, "mini-mwan": mine });
    const { code, error } = command(source);
    expect(code).toBe(1);
    expect(error).toContain("with --replace it is replaced, and a copy kept");
    expect(files()["mini-mwan"]).toBe(mine);
  });

  test("is copied before it is replaced", () => {
    lay({ mwan3, "mini-mwan": mine });
    const { code, out } = command("mwan3 --replace");
    expect(code).toBe(0);
    expect(out.replaceAll("\n", " ")).toContain("before is in /etc/config/mini-mwan-replaced.");
    expect(files()["mini-mwan-replaced"]).toBe(mine);
    expect(Object.keys(own())).toEqual(["global", "wan"]);
  });

  test("is copied beside earlier copies", () => {
    lay({ mwan3, "mini-mwan": mine, "mini-mwan-replaced": "older" });
    command("mwan3 --replace");
    expect(files()).toMatchObject({ "mini-mwan-replaced": "older", "mini-mwan-replaced-2": mine });
  });

  test("is in use as soon as the service is on, even without uplinks", () => {
    const on = shipped.replace("'0'", "'1'");
    lay({ "mini-mwan": on });
    expect(command("first").code).toBe(1);
    expect(files()["mini-mwan"]).toBe(on);
  });
});

describe("the original's file", () => {
  beforeEach(() => lay({ "mini-mwan": original }));

  test("is converted where it is, with a copy beside it", () => {
    expect(command("original").code).toBe(0);
    expect(files()["mini-mwan-original"]).toBe(original);
    expect(own()).toEqual({
      global: expect.objectContaining({ enabled: "1", mode: "multi-uplink" }),
      wan1: expect.objectContaining({ name: "wan", enabled: "1" }),
    });
  });

  test("is not overwritten by a first configuration", () => {
    expect(command("first").code).toBe(1);
    expect(files()["mini-mwan"]).toBe(original);
  });
});

describe("what stands in the way", () => {
  test.each([
    ["no source", "", 2, "something is missing"],
    ["a source that is none", "mwan4", 2, "there is no source 'mwan4'"],
    ["an option that is none", "first --force", 2, "there is no option '--force'"],
    ["no mwan3", "mwan3", 1, "there is no /etc/config/mwan3 to import"],
  ])("%s", (_, line, code, sentence) => {
    const result = command(line);
    expect(result.code).toBe(code);
    expect(result.error).toContain(sentence);
  });

  test.each(["network", "mini-mwan", "mwan3"])("%s that libuci refuses is named", (name) => {
    lay({ mwan3, [name]: "config interface 'wan" });
    const { code, error } = command("mwan3");
    expect(code).toBe(1);
    expect(error).toContain(`/etc/config/${name} cannot be read`);
  });

  test("a section of an unknown type with an uplink's name stays, and is named", () => {
    const foreign = `${shipped}\nconfig note 'wan'\n\toption text 'mine'\n`;
    lay({ "mini-mwan": foreign });
    const { code, error } = command("first");
    expect(code).toBe(1);
    expect(error).toContain("section 'wan' of type 'note'");
    expect(files()["mini-mwan"]).toBe(foreign);
  });
});

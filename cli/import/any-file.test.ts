/** Imports of any files that libuci reads. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { setWorld } from "../../simulator/ucode/current.ts";
import { Process } from "../../simulator/world/process.ts";
import { formatUci } from "../../simulator/world/uci/text.ts";
import { sectionsOf } from "../../simulator/world/uci/sections.ts";
import { World } from "../../simulator/world/world.ts";
import { runImport } from "./import.ts";

/** Runs the command; gives its exit code and what it printed. */
function command(world: World, line: string) {
  const program = new Process(line, world.clock, () => {});
  const code = program.evaluate(() => runImport(line.split(" ")));
  const said = world.log.lines.filter(
    ({ program: who, stream }) => who === line && stream === "stdout"
  );
  return { code, out: said.map(({ text }) => text).join("\n") };
}

function filesOf(world: World): Record<string, string> {
  const names = world.files.list("/etc/config");
  return Object.fromEntries(names.map((name) => [name, world.files.read(`/etc/config/${name}`)]));
}

const names = fc.constantFrom("wan", "wan6", "wanb", "lan", "global", "a", "b", "settings");
const types = fc.constantFrom(
  ...["interface", "member", "policy", "rule", "globals", "global", "settings", "zone", "x"]
);
const options = fc.constantFrom(
  ...["enabled", "device", "name", "proto", "family", "track_ip", "track_method", "interval"],
  ...["interface", "metric", "weight", "use_member", "last_resort", "use_policy", "src_ip"],
  ...["dest_ip", "dest_port", "src_port", "mmx_mask", "mode", "check_interval", "up", "network"],
  ...["masq", "gateway", "reliability", "ping_target", "check_quality", "failure_loss", "ifname"]
);
const texts = fc.oneof(
  fc.constantFrom("1", "0", "wan", "@wan", "a", "b", "ipv6", "dhcp", "static", "ping", "default"),
  fc.constantFrom("9.9.9.9", "0.0.0.0/0", "::/0", "fd00::/8", "1,2:9", "70000", "999999999999"),
  fc.string({ maxLength: 60, unit: "binary-ascii" })
);
const uciTexts = fc
  .array(
    fc.record({
      name: names,
      type: types,
      options: fc.array(
        fc.tuple(options, fc.oneof(texts, fc.array(texts, { minLength: 1, maxLength: 10 })))
      ),
    }),
    { maxLength: 12 }
  )
  .map((found) =>
    formatUci({
      name: "x",
      sectionCount: found.length,
      sections: [...new Map(found.map((one) => [one.name, one])).values()].map((one) => ({
        ...one,
        anonymous: false,
        options: new Map(one.options.filter(([, value]) => value !== "")),
      })),
    })
  );

/** Every line of a configuration: its sections and their options. */
function linesOf(text: string): string[] {
  return sectionsOf(text).flatMap((section) =>
    [null, ...Object.keys(section).filter((key) => !key.startsWith("."))].map(
      (option) => `${section[".name"]}.${option}`
    )
  );
}

test("whatever the files hold, an import ends, touches no other package, and tells every line", () => {
  const sources = fc.constantFrom("first", "original", "mwan3");
  const property = fc.property(sources, uciTexts, uciTexts, (source, theirs, ours) => {
    const world = new World();
    setWorld(world);
    const before = { network: theirs, firewall: theirs, mwan3: theirs, "mini-mwan": ours };
    for (const [name, text] of Object.entries(before))
      world.files.install(`/etc/config/${name}`, text);
    const { code, out } = command(world, `${source} --replace --json`);
    const after = filesOf(world);
    expect([0, 1]).toContain(code);
    expect(after).toMatchObject({ network: theirs, firewall: theirs, mwan3: theirs });
    const reply = out === "" ? null : JSON.parse(out);
    if (reply === null || !reply.written) {
      expect(after["mini-mwan"]).toBe(ours);
      return;
    }
    // What was in today's form before is kept as it was.
    if (source !== "original") expect(reply.problems).toEqual([]);
    if (source === "mwan3") {
      const told = reply.account.map(
        (line: { section: string; option: string | null }) => `${line.section}.${line.option}`
      );
      expect(told).toEqual(linesOf(theirs));
    }
    expect(command(world, source).code).toBe(0);
    expect(filesOf(world)).toEqual(after);
  });
  fc.assert(property, { numRuns: 300 });
});

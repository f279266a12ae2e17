/** Whatever the router says to people, the catalogues have it. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MainDefault } from "../../daemon/engine/foreign-default.ts";
import { whatIf } from "../../daemon/engine/what-if.ts";
import { readStatus } from "../../rpcd-plugin/methods/status.ts";
import { choicesOf, specsOf } from "../../frontend/src/models/draft.ts";
import type { SectionKind } from "../../frontend/src/models/draft.ts";
import type { GlobalConfig } from "../../shared/domain.ts";
import { parseConfig } from "../../shared/router/config.ts";
import type { RawSection } from "../../shared/router/config.ts";
import { statusPath } from "../../shared/router/status-file.ts";
import { Story } from "../../simulator/story/story.ts";
import { setWorld } from "../../simulator/ucode/current.ts";
import { writefile } from "../../simulator/ucode/fs.ts";
import { World } from "../../simulator/world/world.ts";
import { collectTexts } from "./extract.mjs";
import { clausesOf } from "./sentences.mjs";

const texts = collectTexts(fileURLToPath(new URL("../..", import.meta.url)));

/** Clauses that no catalogue has. */
function unknownIn(sentence: string, names: string[] = []): string[] {
  return clausesOf(sentence, names).filter((clause) => !texts.has(clause));
}

const sections = ["fibre", "cable", "lte"];
const devices = ["eth1", "eth2", "eth3"];

type Happening = (story: Story) => unknown;

const section = fc.constantFrom(...sections);
const family = fc.constantFrom("ipv4" as const, "ipv6" as const);

const working = {
  ...{ up: true, carrier: true, hasDefaultRoute: true, isTunnel: false, hostRoutes: [] },
  ...{ device: "eth1", address: "203.0.9.2", gateway: "203.0.9.1", sources: ["203.0.9.2"] },
};

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.tuple(section, fc.constantFrom(20, 400, 900)).map(
    ([name, rttMs]): Happening =>
      (story) =>
        story.answers(name, rttMs)
  ),
  section.map(
    (name): Happening =>
      (story) =>
        story.silences(name)
  ),
  section.map((name): Happening => (story) => {
    for (let times = 0; times < 3; times++)
      story.silences(name).after(10).answers(name, 20).after(20);
  }),
  fc.tuple(section, fc.constantFrom(2, 3, 5)).map(([name, nth]): Happening => (story) => {
    let count = 0;
    story.behaves(name, () => ((count += 1) % nth === 0 ? null : 30));
  }),
  // One target is dead, the other answers.
  section.map(
    (name): Happening =>
      (story) =>
        story.behaves(name, (probe) => (probe?.target === "1.1.1.1" ? null : 30))
  ),
  fc
    .tuple(
      section,
      family,
      fc.constantFrom(
        { ...working, up: false, hasDefaultRoute: false, address: null },
        { ...working, carrier: false },
        working,
        { ...working, hasDefaultRoute: false },
        { ...working, address: null },
        null
      )
    )
    .map(
      ([name, one, facts]): Happening =>
        (story) =>
          story.changes(name, facts && { ...facts, interface: name }, one)
    ),
  fc.tuple(section, fc.constantFrom("force", "drain", "disable", "auto")).map(
    ([name, action]): Happening =>
      (story) =>
        story.orders(name, action, 60)
  ),
  fc
    .tuple(
      family,
      fc.constantFrom<MainDefault[]>(
        [],
        [{ devices: ["wg0"], metric: 5 }],
        [{ devices: [], metric: 5 }],
        [{ devices: ["tun0"], metric: -1 }]
      )
    )
    .map(
      ([one, defaults]): Happening =>
        (story) =>
          story.dispatch({
            ...{ kind: "neighbours", nowMs: story.nowMs, family: one },
            seen: { defaults },
          })
    ),
  fc.constantFrom("nft is not installed", null).map((failure): Happening => (story) => {
    story.markingFailure = failure;
  })
);

/** All that the daemon said for people. */
function saidBy(story: Story): string[] {
  const snapshot = story.snapshot;
  const paths = snapshot?.uplinks.flatMap((one) => [one, ...(one.ipv6 ? [one.ipv6] : [])]) ?? [];
  const outcomes = [["fibre"], ["fibre", "lte"], sections].map(
    (down) => whatIf(story.state, down, story.nowMs).summary
  );
  return [
    ...story.transitions.map(({ reason }) => reason),
    ...paths.map(({ reason }) => reason),
    snapshot?.reason ?? "",
    snapshot?.notice ?? "",
    ...(snapshot?.warnings.map(({ message }) => message) ?? []),
    ...outcomes,
  ];
}

describe("every sentence of the daemon is made of clauses that can be translated", () => {
  test.each<Partial<GlobalConfig>>([
    { mode: "failover", failbackDelayS: 5 },
    { mode: "quality", foreignDefault: "override" },
    { mode: "multi-uplink" },
  ])("%j", (settings) => {
    const heard = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(happening, fc.constantFrom(0.1, 1, 4, 20)), { maxLength: 25 }),
        fc.constantFrom(1, 2),
        fc.boolean(),
        (events, reliability, enabled) => {
          const both = { families: ["ipv4" as const, "ipv6" as const], reliability };
          const story = new Story(
            {
              fibre: { metric: 10, ...both },
              cable: { metric: 20, reliability },
              lte: { metric: 30, enabled },
            },
            settings
          );
          const said = new Set(saidBy(story.start()));
          for (const [happen, afterS] of events) {
            happen(story);
            saidBy(story.after(afterS)).forEach((sentence) => said.add(sentence));
          }
          for (const sentence of said) {
            expect(unknownIn(sentence, [...sections, ...devices])).toEqual([]);
            clausesOf(sentence, [...sections, ...devices]).forEach((one) => heard.add(one));
          }
        }
      ),
      { numRuns: 150 }
    );
    // It was no walk on which nothing happened.
    expect(heard.size).toBeGreaterThan(30);
  });
});

const rawValue = fc.oneof(
  fc.string({ maxLength: 50 }),
  fc.constantFrom("1", "0", "", "99999", "fibre", "1.1.1.1", "2001:db8::1", "443", "tcp", "ipv6"),
  fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 })
);

function sectionOf(type: SectionKind): fc.Arbitrary<RawSection> {
  const options = fc.constantFrom(...Object.keys(specsOf(type)), "colour", "Farbe");
  return fc
    .tuple(fc.constantFrom("global", ...sections), fc.dictionary(options, rawValue, { maxKeys: 4 }))
    .map(([name, values]) => ({ ...values, ".name": name, ".type": type }));
}

test("so is whatever can be wrong with a configuration", () => {
  const odd = fc.constant<RawSection>({ ".name": "a", ".type": "Strange; type" });
  const any = fc.oneof(sectionOf("global"), sectionOf("interface"), sectionOf("rule"), odd);
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), (file) => {
      for (const { option, message } of parseConfig(file).problems)
        expect([message, unknownIn(message, choicesOf(option))]).toEqual([message, []]);
    }),
    { numRuns: 1000 }
  );
});

test("so is what the plugin says of a service that publishes nothing, or nothing of use", () => {
  const world = new World();
  setWorld(world);
  const heard = () => readStatus(null).message ?? "";
  expect(heard()).toContain("no status file");
  expect(unknownIn(heard())).toEqual([]);
  world.files.makePath(dirname(statusPath));
  writefile(statusPath, "version=0");
  expect(heard()).toContain("damaged");
  expect(unknownIn(heard())).toEqual([]);
});

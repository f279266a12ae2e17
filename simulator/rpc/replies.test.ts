import { beforeAll, describe, expect, test } from "vitest";
import { objectName } from "../../shared/contract.ts";
import type { MethodName } from "../../shared/contract.ts";
import { replySchemas } from "../../shared/schema/replies.ts";
import { createDualStack } from "../scenarios/two-wans-dual-stack.ts";
import type { Router } from "../router.ts";

/** What the plugin's own code answers, in a household where a lot has happened, against the schemas. */
let router: Router;

const names = Object.keys(replySchemas) as MethodName[];

const args: { [method in MethodName]?: object } = {
  status: { since: 0 },
  validate: {
    sections: [
      { ".type": "global", ".name": "global", mode: "fastest", colour: "red" },
      { ".type": "interface", ".name": "fibre", name: "wan", ping_target: ["1.1.1.1"] },
      { ".type": "rule", ".name": "tv", use: "fibre", src_ip: "192.168.1.9" },
    ],
  },
  explain: { dst: "8.8.4.4", src: "192.168.1.9", proto: "tcp", dport: 443 },
  what_if: { down: ["fibre"] },
  control: { action: "reload" },
  use: { section: "lte", action: "drain", for: 600 },
};

function ask(name: MethodName, given = args[name] ?? {}): unknown {
  const { status, data } = router.world.bus.call(objectName, name, given);
  expect([name, status]).toEqual([name, 0]);
  return data;
}

beforeAll(() => {
  router = createDualStack({ seed: 7 });
  router.procd.start();
  router.world.clock.advance(30_000);
  router.world.network.getLink("eth1").change({ lossPct: 40 });
  router.world.clock.advance(60_000);
  ask("use");
  router.world.clock.advance(90_000);
});

type Path = (string | number)[];

/** Every place in a reply, but not below `options`, where any name may be. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]): Path[] => {
    const place = [...path, key];
    const below = path.at(-1) === "options" ? [] : placesIn(item, place);
    return Array.isArray(value) || path.at(-1) === "options" ? below : [place, ...below];
  });
}

/** A copy in which the object that holds this place was changed. */
function changedAt(reply: unknown, path: Path, change: (holder: object, key: string) => void) {
  const copy = JSON.parse(JSON.stringify(reply)) as unknown;
  const holder = path.slice(0, -1).reduce((at, key) => (at as never)[key], copy as object);
  change(holder, String(path.at(-1)));
  return copy;
}

describe.each(names)("the reply to %s", (name) => {
  test("is what the schema gives back, so the schema lacks no field", () => {
    const reply = ask(name);
    expect(replySchemas[name].parse(reply)).toEqual(reply);
  });

  test("is refused without any one of its fields, so the reply lacks none", () => {
    const reply = ask(name);
    const places = placesIn(reply);
    expect(places.length).toBeGreaterThan(0);
    const missed = places.filter((place) => {
      const cut = changedAt(reply, place, (holder, key) => Reflect.deleteProperty(holder, key));
      return replySchemas[name].safeParse(cut).success;
    });
    expect(missed).toEqual([]);
  });

  test("comes back without a field that the contract does not have", () => {
    const reply = ask(name);
    const kept = placesIn(reply).filter((place) => {
      const more = changedAt(reply, place, (holder) => Object.assign(holder, { surplus: 1 }));
      return JSON.stringify(replySchemas[name].parse(more)).includes("surplus");
    });
    expect(kept).toEqual([]);
  });
});

test("the household shows all there is to show", () => {
  const status = replySchemas.status.parse(ask("status"));
  expect(status.uplinks.map(({ override }) => override?.kind ?? null)).toEqual([null, "drain"]);
  expect(status.uplinks.every(({ ipv6 }) => ipv6 !== null)).toBe(true);
  expect(status.events.length).toBeGreaterThan(2);
  const history = replySchemas.history.parse(ask("history"));
  expect(history.paths.map(({ section, family }) => `${section} ${family}`).sort()).toEqual([
    "fibre ipv4",
    "fibre ipv6",
    "lte ipv4",
    "lte ipv6",
  ]);
  expect(history.paths.every(({ ring }) => ring.texts.length > 0)).toBe(true);
});

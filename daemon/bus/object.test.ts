import { beforeEach, describe, expect, test } from "vitest";
import { setWorld } from "../../simulator/ucode/current.ts";
import { connect } from "../../simulator/ucode/ubus.ts";
import { Process } from "../../simulator/world/process.ts";
import { World } from "../../simulator/world/world.ts";
import { daemonObjectName } from "../../shared/contract.ts";
import type { Refusal } from "./arguments.ts";
import { broadcast, publishObject } from "./object.ts";
import type { DaemonHandlers } from "./object.ts";

let world: World;
let asked: unknown[][];

/** Answers with what was asked, but for an uplink it does not know. */
const handlers: DaemonHandlers = {
  history: (...args) => answer("history", args),
  events: (...args) => answer("events", args),
  use: (...args) => answer("use", args),
  probe: (...args) => answer("probe", args),
  explain: (...args) => answer("explain", args),
  whatIf: (...args) => answer("what_if", args),
};

function answer(method: string, args: unknown[]): Refusal {
  asked.push([method, ...args]);
  const refusal = { message: "there is no uplink 'dsl'", code: 4 };
  return args[0] === "dsl" ? refusal : ({ ok: true } as unknown as Refusal);
}

beforeEach(() => {
  world = new World();
  setWorld(world);
  asked = [];
  const daemon = new Process("daemon", world.clock, () => {});
  daemon.run(() => publishObject(connect()!, handlers));
});

const call = (method: string, args: object = {}) => world.bus.call(daemonObjectName, method, args);

describe("the daemon's object", () => {
  test.each([
    ["history", { section: "fibre", family: "ipv6" }, ["history", "fibre", "ipv6"]],
    ["events", {}, ["events", 0]],
    ["events", { since: 12 }, ["events", 12]],
    ["use", { section: "lte", action: "force", for: 600 }, ["use", "lte", "force", 600]],
    ["use", { section: "lte", action: "auto" }, ["use", "lte", "auto", null]],
    ["probe", { section: "lte" }, ["probe", "lte"]],
    ["probe", {}, ["probe", null]],
    ["what_if", { down: ["fibre", "lte"] }, ["what_if", { down: ["fibre", "lte"] }]],
    ["explain", { dst: "192.0.2.80" }, ["explain", { dst: "192.0.2.80" }]],
  ])("passes on %s %j", (method, args, passedOn) => {
    expect(call(method, args)).toEqual({ status: 0, data: { ok: true } });
    expect(asked).toEqual([passedOn]);
  });

  const words = "it must be one of force, drain, disable, auto";
  test.each([
    ["history", { family: "ipv4" }, "section is missing; it must name an uplink's section"],
    ["history", { section: "" }, "section is missing; it must name an uplink's section"],
    [
      "history",
      { section: "fibre", family: "ipx" },
      "family is 'ipx'; it must be one of ipv4, ipv6",
    ],
    ["events", { since: -1 }, "since is -1; it must be an event's id, or 0 for all events"],
    ["use", { section: "fibre" }, `action is missing; ${words}`],
    ["use", { section: "fibre", action: "Force'\n" }, `action is 'Force??'; ${words}`],
    [
      "use",
      { section: "fibre", action: "force", for: 0 },
      "for is 0; it must be 1 to 2592000 seconds",
    ],
    ["probe", { section: "" }, "section is empty; leave it out to probe every uplink"],
  ])("refuses %s %j with a sentence, and nothing happens", (method, args, message) => {
    expect(call(method, args)).toEqual({ status: 2, data: { message } });
    expect(asked).toEqual([]);
  });

  test("refuses wrong types and unknown arguments as ubus does", () => {
    expect(call("use", { section: 7 })).toEqual({ status: 2, data: null });
    expect(call("events", { since: "1" })).toEqual({ status: 2, data: null });
    expect(call("explain", { dst: 1 })).toEqual({ status: 2, data: null });
    expect(call("what_if", { down: "fibre" })).toEqual({ status: 2, data: null });
    expect(call("probe", { colour: "red" })).toEqual({ status: 2, data: null });
  });

  test("says why the daemon refuses, with the status it gives", () => {
    expect(call("use", { section: "dsl", action: "drain" })).toEqual({
      status: 4,
      data: { message: "there is no uplink 'dsl'" },
    });
  });
});

test("a fault of a handler is told to the caller, and the daemon lives on", () => {
  asked = null as never;
  expect(call("probe")).toEqual({
    status: 9,
    data: { message: expect.stringMatching(/^a fault of the daemon: /) },
  });
  asked = [];
  expect(call("probe").status).toBe(0);
});

test("a broadcast reaches every listener of mini-mwan", () => {
  const heard: unknown[] = [];
  connect()!.listener("mini-mwan", (_, data) => heard.push(data));
  expect(broadcast(connect()!, { id: 3, kind: "switch", section: null })).toBe(true);
  world.clock.advance(0);
  expect(heard).toEqual([{ id: 3, kind: "switch", section: null }]);
});

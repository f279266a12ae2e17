import { beforeEach, describe, expect, test } from "vitest";
import { setWorld } from "../ucode/current.ts";
import { World } from "../world/world.ts";
import { startRpcd } from "./rpcd.ts";

/**
 * The replies below are what a real rpcd gave to the same calls, in the same order where one builds
 * on another.
 */
const file = `
config global 'global'
	option mode 'failover'

config interface 'wan1'
	option name 'wan'
	list ping_target '1.1.1.1'
	list ping_target '8.8.8.8'

config interface
	option name 'anon'
`;

let world: World;
let session: string;

function call(method: string, args: object = {}): [status: number, data: unknown] {
  const { status, data } = world.bus.call("uci", method, { ...args, ubus_rpc_session: session });
  return [status, data];
}

function logIn(username: string): string {
  const { data } = world.bus.call("session", "login", { username, password: "" });
  return (data as { ubus_rpc_session: string }).ubus_rpc_session;
}

beforeEach(() => {
  world = new World();
  setWorld(world);
  world.files.install("/etc/config/demo", file);
  world.files.install("/etc/config/broken", "config x 'a\n");
  world.files.install("/etc/config/other", "\nconfig x 'a'\n");
  const demo = {
    read: { uci: ["demo", "broken", "missing"] },
    write: { uci: ["demo", "missing"] },
  };
  startRpcd(world, { aclFiles: [{ demo }] });
  session = logIn("root");
});

test("get", () => {
  const wan1 = {
    ".anonymous": false,
    ".type": "interface",
    ".name": "wan1",
    name: "wan",
    ping_target: ["1.1.1.1", "8.8.8.8"],
  };
  expect(call("get", { config: "demo", section: "wan1" })).toEqual([0, { values: wan1 }]);
  expect(call("get", { config: "demo", section: "wan1", option: "name" })).toEqual([
    0,
    { value: "wan" },
  ]);
  expect(call("get", { config: "demo", section: "@interface[1]", option: "name" })).toEqual([
    0,
    { value: "anon" },
  ]);
  expect(call("get", { config: "demo", type: "interface" })).toMatchObject([
    0,
    { values: { wan1: { ...wan1, ".index": 1 }, cfg036d96: { ".anonymous": true } } },
  ]);
  // What is not there is "ok" with nothing.
  expect(call("get", { config: "demo", section: "none" })).toEqual([0, null]);
  expect(call("get", { config: "demo", section: "wan1", option: "none" })).toEqual([0, null]);
  expect(call("get", { config: "missing" })).toEqual([4, null]);
  expect(call("get", { config: "broken" })).toEqual([9, null]);
  expect(call("get", { config: "other" })).toEqual([6, null]);
  expect(call("get")).toEqual([2, null]);
});

describe("set", () => {
  test("stages what differs, as text", () => {
    const values = { metric: 5, enabled: true, name: "wan", ping_target: ["1.1.1.1", "9.9.9.9"] };
    expect(call("set", { config: "demo", section: "wan1", values })).toEqual([0, null]);
    const changes = [
      ["set", "wan1", "metric", "5"],
      ["set", "wan1", "enabled", "1"],
      ["remove", "wan1", "ping_target"],
      ["list-add", "wan1", "ping_target", "1.1.1.1"],
      ["list-add", "wan1", "ping_target", "9.9.9.9"],
    ];
    expect(call("changes", { config: "demo" })).toEqual([0, { changes }]);
    expect(call("changes")).toEqual([0, { changes: { demo: changes } }]);
    expect(world.files.read("/etc/config/demo")).toBe(file);
  });

  test("an empty text deletes, a list becomes an option", () => {
    call("set", { config: "demo", section: "wan1", values: { name: "", ping_target: "7.7.7.7" } });
    expect(call("changes", { config: "demo" })).toEqual([
      0,
      {
        changes: [
          ["remove", "wan1", "name"],
          ["remove", "wan1", "ping_target"],
          ["set", "wan1", "ping_target", "7.7.7.7"],
        ],
      },
    ]);
  });

  test.each([
    ["a section that is not there", { section: "none", values: { a: "1" } }, 4],
    ["no values at all", { section: "wan1", values: {} }, 4],
    ["a name with a dash", { section: "wan1", values: { "a-b": "1" } }, 2],
    ["null", { section: "wan1", values: { name: null } }, 2],
    ["an empty list", { section: "wan1", values: { ping_target: [] } }, 2],
    ["no section", { values: { a: "1" } }, 2],
    ["no values argument", { section: "wan1" }, 2],
  ])("refuses %s and stages nothing", (_, args, status) => {
    expect(call("set", { config: "demo", ...args })).toEqual([status, null]);
    expect(call("changes", { config: "demo" })).toEqual([0, { changes: [] }]);
  });
});

test("add, delete, rename and order", () => {
  const values = { name: "x", l: ["a", "b"] };
  const results = [
    call("add", { config: "demo", type: "interface", name: "neu", values }),
    call("add", { config: "demo", type: "interface", values: { name: "y" } }),
    call("add", { config: "demo", type: "interface", name: "b-d" }),
    call("add", { config: "demo", type: "interface", name: "neu" }),
    call("add", { config: "missing", type: "interface", name: "neu" }),
    call("delete", { config: "demo", section: "neu", option: "l" }),
    call("delete", { config: "demo", section: "neu", option: "none" }),
    call("delete", { config: "demo", section: "neu", options: ["name", "none"] }),
    call("delete", { config: "demo", section: "nope" }),
    call("delete", { config: "demo", section: "neu" }),
    call("delete", { config: "demo", type: "nosuch" }),
    call("rename", { config: "demo", section: "wan1", name: "wan9" }),
    call("rename", { config: "demo", section: "nope", name: "wan9" }),
    call("order", { config: "demo", sections: ["wan9", "global"] }),
    call("order", { config: "demo", sections: ["nope"] }),
  ];
  expect(results).toEqual([
    [0, { section: "neu" }],
    [0, { section: "cfg056d96" }],
    [2, null],
    [0, { section: "neu" }],
    [4, null],
    [0, null],
    [4, null],
    [0, null],
    [4, null],
    [0, null],
    [4, null],
    [0, null],
    [0, null],
    [0, null],
    [4, null],
  ]);
  const { changes } = call("changes", { config: "demo" })[1] as { changes: unknown[] };
  expect(changes.slice(-4)).toEqual([
    ["remove", "neu", "name"],
    ["remove", "neu"],
    ["rename", "wan1", "wan9"],
    ["order", "wan9", 0],
  ]);
  const read = call("get", { config: "demo" })[1] as { values: object };
  expect(Object.keys(read.values)).toEqual(["wan9", "global", "cfg036d96", "cfg056d96"]);
});

describe("apply", () => {
  const mode = (): unknown =>
    (call("get", { config: "demo", section: "global", option: "mode" })[1] as { value: string })
      .value;

  beforeEach(() => {
    call("set", { config: "demo", section: "global", values: { mode: "multi-uplink" } });
  });

  test("without changes has nothing to do", () => {
    call("revert", { config: "demo" });
    expect(call("apply", { rollback: true })).toEqual([5, null]);
  });

  test("commits, and is rolled back when nobody confirms: the changes are unsaved again", () => {
    expect(call("apply", { rollback: true, timeout: 90 })).toEqual([0, null]);
    expect(world.files.read("/etc/config/demo")).toContain("multi-uplink");
    expect(call("changes")).toEqual([0, { changes: {} }]);
    // Meanwhile there is no second one, and no other way to write.
    expect(call("apply", { rollback: true })).toEqual([6, null]);
    expect(call("commit", { config: "demo" })).toEqual([6, null]);
    expect(call("revert", { config: "demo" })).toEqual([6, null]);
    world.clock.advance(89_000);
    call("get", { config: "demo" });
    world.clock.advance(2_000);
    expect(world.files.read("/etc/config/demo")).toBe(file);
    expect(mode()).toBe("multi-uplink");
    expect(call("changes")).toEqual([
      0,
      { changes: { demo: [["set", "global", "mode", "multi-uplink"]] } },
    ]);
  });

  test("stays once its own session has confirmed", () => {
    call("apply", { rollback: true, timeout: 90 });
    const stranger = logIn("viewer");
    const { status } = world.bus.call("uci", "confirm", { ubus_rpc_session: stranger });
    expect(status).toBe(6);
    expect(call("confirm")).toEqual([0, null]);
    expect(call("confirm")).toEqual([5, null]);
    world.clock.advance(200_000);
    expect(mode()).toBe("multi-uplink");
  });

  test("is not for a session that may only read", () => {
    const own = session;
    session = logIn("viewer");
    expect(call("set", { config: "demo", section: "global", values: { mode: "x" } })).toEqual([
      6,
      null,
    ]);
    session = own;
  });
});

test("a session's changes are its own, and go with it", () => {
  call("set", { config: "demo", section: "global", values: { mode: "x" } });
  const mine = session;
  session = logIn("root");
  expect(call("changes")).toEqual([0, { changes: {} }]);
  session = mine;
  world.bus.call("session", "destroy", { ubus_rpc_session: mine });
  expect(world.files.find(`/var/run/rpcd/uci-${mine}`)).toBe(null);
});

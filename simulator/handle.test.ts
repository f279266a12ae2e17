import { beforeEach, describe, expect, test } from "vitest";
import { handleUbus } from "./handle.ts";
import type { RpcAnswer } from "./handle.ts";
import { startRpcd } from "./rpc/rpcd.ts";
import { defaultSessionId } from "./rpc/sessions.ts";
import { setWorld } from "./ucode/current.ts";
import { Process } from "./world/process.ts";
import { World } from "./world/world.ts";

let world: World;

const aclFiles = [
  {
    demo: {
      read: {
        ubus: { demo: ["read", "reply", "throws", "nothing", "leave", "typed"], uci: ["get"] },
        uci: ["demo"],
      },
      write: { ubus: { demo: ["write"], uci: ["set", "apply"] }, uci: ["demo"] },
    },
  },
];

const methods = {
  read: { call: () => ({ ratio: 1 / 3, whole: 3, none: null, list: [0.1234567] }) },
  write: { call: () => ({}) },
  reply: {
    call(request: { reply(data: object | null, code?: number): void }) {
      request.reply({ message: "no such uplink" }, 4);
      return null;
    },
  },
  throws: {
    call(): never {
      throw new Error("a plugin's bug");
    },
  },
  nothing: { call: () => null },
  leave: { call: () => globalThis.exit(4) },
  typed: {
    args: { count: 0, flag: false, ratio: 1.5, name: "", list: [], table: {} },
    call: (request: { args: object }) => ({ args: request.args }),
  },
};

beforeEach(() => {
  world = new World();
  setWorld(world);
  startRpcd(world, {
    aclFiles,
    users: [
      { name: "root", password: "secret", permissions: ["read", "write"] },
      { name: "viewer", password: null, permissions: ["read"] },
    ],
  });
  const owner = new Process("rpcd", world.clock, () => {});
  world.bus.publish("demo", { methods, owner, endsOnException: false });
  world.bus.publishNative("hidden", { read: () => ({ status: 0, data: null }) });
});

function send(body: unknown): RpcAnswer {
  return handleUbus(world, JSON.stringify(body)) as RpcAnswer;
}

function call(session: string, object: string, method: string, args: unknown = {}): RpcAnswer {
  return send({ jsonrpc: "2.0", id: 7, method: "call", params: [session, object, method, args] });
}

function logIn(username: string, password = ""): string {
  const { result } = call(defaultSessionId, "session", "login", { username, password });
  return (result as [number, { ubus_rpc_session: string }])[1].ubus_rpc_session;
}

describe("what uhttpd refuses before any method runs", () => {
  test.each([
    ["no session at all", () => call(defaultSessionId, "demo", "read"), -32002],
    ["a session that does not exist", () => call("f".repeat(32), "demo", "read"), -32002],
    ["a reader's call to a write method", () => call(logIn("viewer"), "demo", "write"), -32002],
    ["a method that no ACL has", () => call(logIn("root", "secret"), "hidden", "read"), -32002],
    ["an object that does not exist", () => call(logIn("root", "secret"), "nope", "read"), -32000],
    ["malformed JSON", () => handleUbus(world, "{") as RpcAnswer, -32700],
    ["a body that is no object", () => handleUbus(world, "3") as RpcAnswer, -32700],
    [
      "params cut short",
      () => send({ jsonrpc: "2.0", id: 7, method: "call", params: ["x"] }),
      -32700,
    ],
    [
      "arguments that are an array",
      () => call(logIn("root", "secret"), "demo", "read", []),
      -32700,
    ],
    ["no version", () => send({ id: 7, method: "list" }), -32700],
    ["a body over 64 KiB", () => send({ jsonrpc: "2.0", pad: "x".repeat(65_536) }), -32700],
    ["an unknown RPC method", () => send({ jsonrpc: "2.0", id: 7, method: "eat" }), -32601],
    [
      "a session in the arguments",
      () => call(logIn("root", "secret"), "demo", "read", { ubus_rpc_session: "x" }),
      -32602,
    ],
  ])("%s", (_, ask, code) => {
    expect(ask().error?.code).toBe(code);
  });
});

describe("what a method's reply becomes", () => {
  test.each([
    ["data", "read", [0, { ratio: 0.333333, whole: 3, none: null, list: [0.123457] }]],
    ["an empty object is no data", "write", [0]],
    ["data beside an error status", "reply", [4, { message: "no such uplink" }]],
    ["an exception", "throws", [9]],
    ["null", "nothing", [5]],
    ["exit(4)", "leave", [4]],
  ])("%s", (_, method, result) => {
    expect(call(logIn("root", "secret"), "demo", method)).toEqual({
      jsonrpc: "2.0",
      id: 7,
      result,
    });
  });
});

describe("an argument", () => {
  const refused = [2];

  test.each([
    ["an integer", { count: 5 }, true],
    ["a fraction for an integer", { count: 1.5 }, false],
    ["a text for an integer", { count: "5" }, false],
    ["true for an integer", { count: true }, false],
    ["an integer that needs 33 bits", { count: 2 ** 32 }, false],
    ["a fraction for a double", { ratio: 0.5 }, true],
    ["an integer for a double", { ratio: 1 }, false],
    ["null", { name: null }, false],
    ["an array for a table", { table: [] }, false],
    ["one the method does not know", { other: 1 }, false],
    ["none at all", {}, true],
  ])("%s", (_, args, isTaken) => {
    const { result } = call(logIn("root", "secret"), "demo", "typed", args);
    if (isTaken) expect(result).toMatchObject([0, { args }]);
    else expect(result).toEqual(refused);
  });
});

describe("a session", () => {
  test("needs the right user and password", () => {
    const tries = [
      { username: "root", password: "wrong" },
      { username: "nobody", password: "secret" },
      { username: "root" },
    ];
    const results = tries.map((args) => call(defaultSessionId, "session", "login", args).result);
    expect(results).toEqual([[6], [6], [2]]);
  });

  test("tells what it may do", () => {
    const { result } = call(defaultSessionId, "session", "login", {
      username: "viewer",
      password: "",
    });
    expect(result).toMatchObject([
      0,
      { timeout: 300, data: { username: "viewer" }, acls: { "access-group": { demo: ["read"] } } },
    ]);
  });

  test("ends 300 s after its last use", () => {
    const session = logIn("root", "secret");
    world.clock.advance(299_000);
    expect(call(session, "demo", "read").error).toBe(undefined);
    world.clock.advance(299_000);
    expect(call(session, "demo", "read").error).toBe(undefined);
    world.clock.advance(300_001);
    expect(call(session, "demo", "read").error?.code).toBe(-32002);
  });
});

test("a batch is answered in order, each for itself", () => {
  const answers = handleUbus(
    world,
    JSON.stringify([
      { jsonrpc: "2.0", id: 1, method: "list" },
      { jsonrpc: "2.0", id: 2, method: "call", params: [defaultSessionId, "demo", "read", {}] },
      "junk",
    ])
  ) as RpcAnswer[];
  expect(answers).toMatchObject([
    { id: 1, result: ["demo", "hidden", "network.device", "network.interface", "session", "uci"] },
    { id: 2, error: { code: -32002 } },
    { id: null, error: { code: -32700 } },
  ]);
});

test("list gives the signatures of the objects named", () => {
  const { result } = send({ jsonrpc: "2.0", id: 1, method: "list", params: ["demo", "nope"] });
  expect(result).toMatchObject({
    demo: {
      typed: { count: "number", flag: "boolean", name: "string", list: "array", table: "object" },
    },
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { setWorld } from "../ucode/current.ts";
import { connect } from "../ucode/ubus.ts";
import { Process } from "./process.ts";
import type { Ending } from "./process.ts";
import { World } from "./world.ts";

let world: World;
let endings: Ending[];
let daemon: Process;

beforeEach(() => {
  world = new World();
  setWorld(world);
  endings = [];
  daemon = new Process("daemon", world.clock, (ending) => endings.push(ending));
});

describe("an event", () => {
  test("reaches listeners of its name and of a pattern, after its sender has gone on", () => {
    const bus = connect()!;
    const heard: string[] = [];
    bus.listener("network.interface", (type) => heard.push(`exact ${type}`));
    bus.listener("network.*", (type) => heard.push(`pattern ${type}`));
    bus.listener("network", (type) => heard.push(`other ${type}`));
    bus.event("network.interface", { action: "ifup" });
    expect(heard).toEqual([]);
    world.clock.advance(0);
    expect(heard).toEqual(["exact network.interface", "pattern network.interface"]);
  });

  test("is a copy of what was sent", () => {
    const bus = connect()!;
    const sent = { names: ["wan"] };
    let heard: unknown = null;
    bus.listener("news", (_, data) => {
      heard = data;
    });
    bus.event("news", sent);
    sent.names.push("changed later");
    world.clock.advance(0);
    expect(heard).toEqual({ names: ["wan"] });
  });
});

describe("a published object", () => {
  const call = (method: string, args: object = {}): [unknown, string | null] => {
    const bus = connect()!;
    return [bus.call("daemon", method, args), bus.error()];
  };

  beforeEach(() => {
    daemon.run(() =>
      connect()!.publish("daemon", {
        add: {
          args: { a: 0, b: 0 },
          call: ({ args }) => ({ sum: Number(args["a"]) + Number(args["b"]) }),
        },
        fail: {
          call() {
            throw new Error("a bug");
          },
        },
        self: { call: () => ({ answer: connect()!.call("daemon", "add", {}) }) },
      })
    );
  });

  test("answers, and refuses what it was not published with", () => {
    expect(call("add", { a: 2, b: 3 })).toEqual([{ sum: 5 }, null]);
    const refusal = "Failed to invoke function 'add' on object 'daemon'";
    expect(call("add", { a: "2" })).toEqual([null, `Invalid argument: ${refusal}`]);
    expect(call("eat")).toEqual([
      null,
      "Method not found: Failed to invoke function 'eat' on object 'daemon'",
    ]);
  });

  test("cannot be called by its own program, which would wait for itself", () => {
    expect(call("self")).toEqual([{ answer: null }, null]);
  });

  test("takes its program with it when a method throws, and is gone then", () => {
    expect(call("fail")[0]).toBe(null);
    expect(endings).toMatchObject([{ exitCode: 255, exception: expect.stringContaining("a bug") }]);
    expect(call("add", { a: 1, b: 1 })).toEqual([
      null,
      "Not found: Failed to resolve object name 'daemon'",
    ]);
  });
});

test("when ubusd goes away the loops of its clients end, and nobody can connect", () => {
  daemon.run(() => {
    connect()!.listener("news", () => {});
  });
  world.bus.stop();
  expect(daemon.running).toBe(false);
  expect(connect()).toBe(null);
  world.bus.start();
  expect(connect()).not.toBe(null);
});

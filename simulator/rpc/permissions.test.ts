import { beforeEach, describe, expect, test } from "vitest";
import { methods } from "../../shared/contract.ts";
import type { MethodName } from "../../shared/contract.ts";
import { createTwoWans } from "../scenarios/two-wans.ts";
import type { Router } from "../router.ts";
import { productAclFiles } from "./acl-files.ts";
import { RpcClient } from "./client.ts";
import { startRpcd } from "./rpcd.ts";

/** The product's own access lists on the household's router: who may call what. */
let router: Router;

const names = Object.keys(methods) as MethodName[];
const reading = names.filter((name) => methods[name].reads);
const writing = names.filter((name) => !methods[name].reads);

/** Arguments that are all right, where a method needs some. */
const goodArgs: Partial<Record<MethodName, object>> = {
  validate: { sections: [] },
  explain: { dst: "1.1.1.1" },
  what_if: { down: ["fibre"] },
  control: { action: "reload" },
  use: { section: "fibre", action: "drain" },
};

const accessDenied = -32_002;

beforeEach(() => {
  router = createTwoWans({ seed: 7 });
  startRpcd(router.world, { aclFiles: productAclFiles });
  router.procd.start();
  router.world.clock.advance(20_000);
});

/** The error of the HTTP side, or the ubus status. */
function outcomeOf(client: RpcClient, name: MethodName): number {
  const { error, result } = client.call(name, goodArgs[name]);
  return error?.code ?? (result as [number])[0];
}

test.each(names)("nobody may call %s without a session", (name) => {
  expect(outcomeOf(new RpcClient(router.world), name)).toBe(accessDenied);
});

describe("someone who may only read", () => {
  let viewer: RpcClient;

  beforeEach(() => {
    viewer = new RpcClient(router.world).logIn("viewer");
  });

  test.each(reading)("may call %s", (name) => {
    expect(outcomeOf(viewer, name)).toBe(0);
  });

  test.each(writing)("may not call %s", (name) => {
    expect(outcomeOf(viewer, name)).toBe(accessDenied);
  });

  test("changes nothing by all that may be called", () => {
    const before = ["mini-mwan", "network"].map((name) =>
      router.world.files.find(`/etc/config/${name}`)
    );
    const orders = router.world.files.find("/var/run/mini-mwan.overrides");
    for (const name of reading) viewer.call(name, goodArgs[name]);
    const after = ["mini-mwan", "network"].map((name) =>
      router.world.files.find(`/etc/config/${name}`)
    );
    expect(after).toEqual(before);
    expect(router.world.files.find("/var/run/mini-mwan.overrides")).toEqual(orders);
  });

  test.each(["set", "add", "delete", "order", "apply", "confirm", "revert"])(
    "may not change the configuration by uci %s",
    (method) => {
      const args = { config: "mini-mwan", section: "global", values: { enabled: "0" } };
      expect(viewer.callObject("uci", method, args).error?.code).toBe(accessDenied);
    }
  );

  test("may read our configuration and no other", () => {
    router.world.files.install("/etc/config/wireless", "config wifi-iface 'a'\n");
    const result = (config: string) => viewer.callObject("uci", "get", { config }).result;
    expect(result("mini-mwan")).toMatchObject([0, { values: {} }]);
    expect(result("wireless")).toEqual([6]);
  });

  test("may call nothing any more once the session has expired", () => {
    router.world.clock.advance(301_000);
    const outcomes = names.map((name) => outcomeOf(viewer, name));
    expect(new Set(outcomes)).toEqual(new Set([accessDenied]));
  });
});

describe("someone who may write", () => {
  let root: RpcClient;

  beforeEach(() => {
    root = new RpcClient(router.world).logIn("root");
  });

  test.each(names)("may call %s", (name) => {
    expect(outcomeOf(root, name)).toBe(0);
  });

  test("may set our configuration and no other", () => {
    router.world.files.install("/etc/config/wireless", "config wifi-iface 'a'\n");
    const set = (config: string, section: string) =>
      root.callObject("uci", "set", { config, section, values: { mode: "quality" } }).result;
    expect(set("mini-mwan", "global")).toEqual([0]);
    expect(set("wireless", "a")).toEqual([6]);
  });

  test("may call nothing any more once the session has expired", () => {
    router.world.clock.advance(301_000);
    const outcomes = names.map((name) => outcomeOf(root, name));
    expect(new Set(outcomes)).toEqual(new Set([accessDenied]));
  });

  test.each(["mini-mwan.daemon", "service", "network"])("may not reach %s", (object) => {
    const { error } = root.callObject(object, "use", {});
    // An object that is not there is no different: neither is reached.
    expect([accessDenied, -32_000]).toContain(error?.code);
  });
});

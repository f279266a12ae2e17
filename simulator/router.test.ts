import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Router } from "./router.ts";
import { createTwoWans } from "./scenarios/two-wans.ts";
import { BaseSocket } from "./ucode/socket-base.ts";
import { startRpcd } from "./rpc/rpcd.ts";
import type { Client } from "./world/traffic.ts";

/** The daemon's and the plugin's own code, on a household's router. */
let router: Router;
let client: Client;

beforeEach(() => {
  router = createTwoWans({ seed: 7 });
  client = router.world.addClient();
  router.procd.start();
  after(20);
});

function after(seconds: number): void {
  router.world.clock.advance(seconds * 1000);
}

/** Priorities of the rules that the daemon has in the kernel. */
function ownRules(): number[] {
  return router.world.kernel.rules
    .ofFamily("ipv4")
    .filter(({ protocol }) => protocol === 77)
    .map(({ priority }) => priority);
}

function ownRoutes(): number {
  return router.world.kernel.routes.ofFamily("ipv4").filter(({ protocol }) => protocol === 77)
    .length;
}

/** How long the client went without an answer, in seconds, over the whole story. */
function longestGapS(): number {
  const lengths = client.gaps().map(({ fromMs, untilMs }) => (untilMs ?? Infinity) - fromMs);
  return Math.max(0, ...lengths) / 1000;
}

test("a ucode that takes all sockets for one steers nothing, and says so", () => {
  const broken = vi.spyOn(BaseSocket.prototype, "fileno").mockReturnValue(0);
  router = createTwoWans({ seed: 7 });
  router.procd.start();
  after(20);
  broken.mockRestore();
  expect([ownRules(), ownRoutes()]).toEqual([[], 0]);
  const status = router.world.files.read("/var/run/mini-mwan.status");
  expect(status).toContain("this ucode takes all sockets for one");
});

describe("the household's router", () => {
  test("uses fibre, and every packet of the client is answered", () => {
    expect(client.currentDevice).toBe("eth1");
    expect(client.gaps()).toEqual([]);
    expect(router.procd.crashes).toEqual([]);
  });

  test("moves to LTE while the fibre swallows packets, and back", () => {
    const fibre = router.world.network.getLink("eth1");
    fibre.change({ blackholed: true });
    after(30);
    expect(client.currentDevice).toBe("wwan0");
    fibre.change({ blackholed: false });
    after(60);
    expect(client.currentDevice).toBe("eth1");
    expect(longestGapS()).toBeLessThan(15);
    expect(client.gaps()).toHaveLength(1);
  });

  test("moves to LTE at once when the fibre loses its carrier", () => {
    router.world.network.getLink("eth1").change({ carrier: false });
    after(5);
    expect(client.currentDevice).toBe("wwan0");
    expect(longestGapS()).toBeLessThan(0.5);
  });

  test("has no way out while both lines are dead, and finds it again", () => {
    const { links } = router.world.network;
    for (const link of links.values()) link.change({ blackholed: true });
    after(60);
    for (const link of links.values()) link.change({ blackholed: false });
    after(60);
    expect(client.currentDevice).toBe("eth1");
    expect(client.packets.at(-10)?.answered).toBe(true);
    expect(router.procd.crashes).toEqual([]);
  });
});

describe("the service", () => {
  test("leaves nothing behind when it is stopped", () => {
    router.procd.control("stop");
    after(1);
    expect([ownRules(), ownRoutes()]).toEqual([[], 0]);
    expect(router.world.files.find("/var/run/mini-mwan.status")).toBe(null);
    expect(client.gaps()).toEqual([]);
  });

  test("started while it still stops, it runs again afterwards", () => {
    router.procd.control("stop");
    router.procd.control("start");
    after(10);
    expect(router.procd.running).toBe(true);
    expect(router.world.log.linesOf("mini-mwan").join("\n")).toMatch(/stops\n.*starts/);
    expect(client.gaps()).toEqual([]);
  });

  test("killed, it leaves its routes; procd starts it again and no packet is lost", () => {
    const before = ownRules();
    router.procd.kill9();
    after(4);
    expect(router.procd.running).toBe(false);
    expect(ownRules()).toEqual(before);
    after(30);
    expect(router.procd.running).toBe(true);
    expect(ownRules()).toEqual(before);
    expect(client.gaps()).toEqual([]);
  });

  test("killed, nothing of it goes on: no probe, no word", () => {
    router.procd.kill9();
    const sent = router.world.kernel.devices.get("wwan0").txBytes;
    const lines = router.world.log.lines.length;
    after(4);
    expect(router.world.kernel.devices.get("wwan0").txBytes).toBe(sent);
    expect(router.world.log.lines.length).toBe(lines);
  });

  test("puts its rules back after a network restart", () => {
    const before = ownRules();
    router.world.netifd.restart();
    after(30);
    expect(ownRules()).toEqual(before);
    expect(client.currentDevice).toBe("eth1");
  });
});

describe("Save & Apply", () => {
  let session: string;

  const call = (object: string, method: string, args: object = {}): unknown[] => {
    const whole = { ...args, ubus_rpc_session: session };
    const { status, data } = router.world.bus.call(object, method, whole);
    return [status, data];
  };

  beforeEach(() => {
    const mine = { write: { uci: ["mini-mwan"] }, read: { uci: ["mini-mwan"] } };
    startRpcd(router.world, { aclFiles: [{ mine }] });
    const login = { username: "root", password: "" };
    const { data } = router.world.bus.call("session", "login", login);
    session = (data as { ubus_rpc_session: string }).ubus_rpc_session;
  });

  const preferLte = (): void => {
    call("uci", "set", { config: "mini-mwan", section: "lte", values: { metric: "5" } });
    call("uci", "apply", { rollback: true, timeout: 90 });
  };

  test("reaches the running daemon", () => {
    preferLte();
    call("uci", "confirm");
    after(10);
    expect(client.currentDevice).toBe("wwan0");
    expect(router.procd.crashes).toEqual([]);
  });

  test("unconfirmed is undone in the running daemon, too", () => {
    preferLte();
    after(60);
    expect(client.currentDevice).toBe("wwan0");
    after(60);
    expect(client.currentDevice).toBe("eth1");
  });

  test("can switch the service off and on", () => {
    const setEnabled = (enabled: string): void => {
      call("uci", "set", { config: "mini-mwan", section: "global", values: { enabled } });
      call("uci", "apply");
      after(10);
    };
    setEnabled("0");
    expect([router.procd.running, ownRules()]).toEqual([false, []]);
    setEnabled("1");
    expect(router.procd.running).toBe(true);
    expect(ownRules()).not.toEqual([]);
  });

  test("the plugin answers in rpcd's place", () => {
    expect(call("mini-mwan", "status")).toMatchObject([
      0,
      { service: "running", mode: "failover" },
    ]);
    expect(call("mini-mwan", "control", { action: "eat" })[0]).toBe(2);
    expect(call("mini-mwan", "control", { action: "stop" })).toEqual([
      0,
      { action: "stop", accepted: true },
    ]);
    after(1);
    expect(call("mini-mwan", "status")).toMatchObject([0, { service: "stopped" }]);
  });
});

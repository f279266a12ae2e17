import { beforeEach, describe, expect, test } from "vitest";
import { createHost } from "./host.ts";
import type { Host, HostAnswer } from "./host-api.ts";
import type { WorldState } from "./world-state-shape.ts";

let host: Host;

beforeEach(() => {
  host = createHost({ seed: 3 });
  host.advance(20_000);
});

function post(path: string, body: unknown): HostAnswer {
  return host.answer("POST", path, JSON.stringify(body))!;
}

function getWorld(): WorldState {
  return host.answer("GET", "/simulator/world", "")!.data as WorldState;
}

/** The client's latest packets: + answered, - not, . not yet. */
function fate(count: number): string {
  const chars = getWorld().packets.map(({ answered }) =>
    answered === null ? "." : answered ? "+" : "-"
  );
  return chars.slice(-count).join("");
}

describe("whoever plays with the world", () => {
  test("sees its lines, the client's packets, the service and what the daemon says", () => {
    const world = getWorld();
    expect(world).toMatchObject({
      nowMs: 20_000,
      links: [
        { device: "eth1", interface: "wan", carrier: true, blackholed: false, delayMs: 12 },
        { device: "wwan0", interface: "wwan", carrier: true, delayMs: 45, lossPct: 0 },
      ],
      uplink: "wan",
      service: { running: true, enabledAtBoot: true, crashes: 0 },
    });
    expect(fate(6)).toBe("+++++.");
    expect(world.log.at(0)?.text).toContain("starts");
  });

  test("cuts a line, watches the failover, mends it and watches the way back", () => {
    post("/simulator/link", { device: "eth1", blackholed: true });
    host.advance(600);
    expect([getWorld().uplink, fate(3)]).toEqual(["wan", "..."]);
    host.advance(30_000);
    expect([getWorld().uplink, fate(6)]).toEqual(["wwan", "+++++."]);
    post("/simulator/link", { device: "eth1", blackholed: false });
    host.advance(60_000);
    expect(getWorld().uplink).toBe("wan");
  });

  test("stops, starts and kills the service", () => {
    const running = (action: string, seconds: number): boolean => {
      post("/simulator/service", { action });
      host.advance(seconds * 1000);
      return getWorld().service.running;
    };
    expect(running("stop", 1)).toBe(false);
    expect(running("start", 1)).toBe(true);
    expect(running("kill9", 1)).toBe(false);
    host.advance(5000);
    expect(getWorld().service).toMatchObject({ running: true, crashes: 1 });
  });

  test.each([
    [
      "/simulator/link",
      { device: "eth9" },
      'There is no link "eth9"; "device" must be one of eth1, wwan0.',
    ],
    [
      "/simulator/link",
      { device: "eth1", mtu: 1 },
      'A link has no "mtu"; it has carrier, blackholed, delayMs, jitterMs, lossPct.',
    ],
    ["/simulator/link", { device: "eth1", carrier: 1 }, '"carrier" must be a boolean.'],
    [
      "/simulator/link",
      { device: "eth1", lossPct: -1 },
      '"lossPct" must be a number of 0 or more.',
    ],
    [
      "/simulator/service",
      { action: "eat" },
      '"action" must be one of start, stop, restart, reload, enable, disable, kill9.',
    ],
    ["/simulator/link", 3, "The body is not a JSON object."],
  ])("is told what is wrong with a request to %s: %j", (path, body, message) => {
    expect(post(path, body)).toEqual({ status: 400, data: { message } });
    expect(host.answer("POST", path, "{")?.status).toBe(400);
  });
});

test("what is nowhere is not answered", () => {
  expect(host.answer("GET", "/simulator/link", "")).toBe(null);
  expect(host.answer("GET", "/", "")).toBe(null);
});

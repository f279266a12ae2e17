import { beforeEach, describe, expect, test } from "vitest";
import { bytesOf, checksum, ipHeaderBytes } from "../world/icmp.ts";
import type { LinkOptions } from "../world/link.ts";
import { World } from "../world/world.ts";
import { builtins } from "./builtins.ts";
import { setWorld } from "./current.ts";
import * as S from "./socket.ts";
import { eventCases, setUp, socketCases } from "./socket.cases.ts";
import * as U from "./uloop.ts";

const target = "203.0.113.5";

let world: World;

function addWan(link: Omit<LinkOptions, "device" | "gateway">): void {
  world.addUplink({
    name: "wan",
    device: "eth1",
    address: "192.0.2.2/24",
    gateway: "192.0.2.1",
    metric: 10,
    link,
  });
}

/** An echo request with an identifier, a sequence number and two bytes of data. */
function echoRequest(id: number, sequence: number): string {
  const body = [8, 0, 0, 0, id >> 8, id & 255, sequence >> 8, sequence & 255, 42, 43];
  const sum = checksum(body);
  body[2] = sum >> 8;
  body[3] = sum & 255;
  return String.fromCharCode(...body);
}

function openSocket(device = "eth1", address = "192.0.2.2") {
  const socket = S.create(S.AF_INET, S.SOCK_RAW, 1)!;
  socket.setopt(S.SOL_SOCKET, S.SO_BINDTODEVICE, device);
  socket.bind({ address, port: 0 });
  return socket;
}

/** Sends every 10 ms and gives the round-trip times of the answers. */
function ping(count: number): number[] {
  const socket = openSocket();
  const sentAtMs: number[] = [];
  const rttsMs: number[] = [];
  U.handle(
    socket,
    () => {
      const packet = bytesOf(socket.recv(200, 0) ?? "");
      const sequence = packet[ipHeaderBytes.ipv4 + 6]! * 256 + packet[ipHeaderBytes.ipv4 + 7]!;
      rttsMs.push(world.clock.nowMs - sentAtMs[sequence]!);
    },
    U.ULOOP_READ
  );
  for (let sequence = 0; sequence < count; sequence++) {
    sentAtMs.push(world.clock.nowMs);
    socket.send(echoRequest(7, sequence), 0, { address: target, port: 0 });
    world.clock.advance(10);
  }
  world.clock.advance(2000);
  return rttsMs;
}

beforeEach(() => {
  world = new World();
  setWorld(world);
});

describe("a call on a raw socket", () => {
  test("gives what the real module gives", () => {
    for (const [name, address] of [
      ["eth1", "192.0.2.2"],
      ["wwan0", "198.51.100.2"],
    ] as const) {
      world.kernel.addDevice(name);
      world.kernel.addAddress(name, { address, prefixLength: 24 });
    }
    const names = Object.keys(builtins);
    const script = socketCases.map(([call]) => `out.push([${call}, s.error()]);`).join("\n");
    const run = new Function("S", "out", ...names, `let s; ${setUp};\n${script}`);
    const out: [unknown, unknown][] = [];
    run(S, out, ...Object.values(builtins));
    const shown = out.map(([value, error], at) => [
      socketCases[at]?.[0],
      builtins.sprintf("%J", value),
      builtins.sprintf("%J", error),
    ]);
    expect(shown).toEqual(socketCases);
  });

  test.each(eventCases)("and the same events: %s", (_name, start, event, values) => {
    const names = Object.keys(builtins);
    const body = `
      let s, from, packet = null;
      const watch = (wanted) => U.handle(s, (events) => out.push(${event}), wanted);
      ${start}`;
    const out: unknown[] = [];
    new Function("S", "U", "out", ...names, body)(S, U, out, ...Object.values(builtins));
    world.clock.advance(1000);
    expect(out.map((value) => builtins.sprintf("%J", value))).toEqual(values);
  });

  test("with a bare text as its address is a loud error, as it fails on 24.10", () => {
    addWan({});
    const send = () =>
      openSocket().send("x", 0, target as unknown as { address: string; port: number });
    expect(send).toThrow("{ address, port }");
  });
});

describe("an echo request", () => {
  test("comes back as an IP packet with identifier, sequence and data", () => {
    addWan({ delayMs: 12 });
    const socket = openSocket();
    socket.send(echoRequest(0x1234, 7), 0, { address: target, port: 0 });
    world.clock.advance(11.9);
    expect(socket.recv(200, 0)).toBe(null);
    world.clock.advance(0.1);
    const from = {};
    const packet = bytesOf(socket.recv(200, 0, from)!);
    expect(from).toEqual({ family: 2, address: target, port: 0 });
    expect(packet.slice(0, 1)).toEqual([0x45]);
    expect(packet.slice(12, 20)).toEqual([203, 0, 113, 5, 192, 0, 2, 2]);
    expect(checksum(packet.slice(0, 20))).toBe(0);
    const message = packet.slice(20);
    expect(message.slice(4)).toEqual([0x12, 0x34, 0, 7, 42, 43]);
    expect([message[0], checksum(message)]).toEqual([0, 0]);
  });

  test("with a wrong checksum is not answered", () => {
    addWan({});
    const socket = openSocket();
    socket.send(echoRequest(1, 1).replace(/.$/, "x"), 0, { address: target, port: 0 });
    world.clock.advance(1000);
    expect(socket.recv(200, 0)).toBe(null);
  });

  test("takes the link's delay, within its jitter", () => {
    addWan({ delayMs: 45, jitterMs: 8 });
    const rttsMs = ping(500);
    expect(rttsMs).toHaveLength(500);
    expect(Math.min(...rttsMs)).toBeGreaterThanOrEqual(37);
    expect(Math.max(...rttsMs)).toBeLessThanOrEqual(53);
    const mean = rttsMs.reduce((sum, rtt) => sum + rtt, 0) / rttsMs.length;
    expect(mean).toBeGreaterThan(44);
    expect(mean).toBeLessThan(46);
  });

  test("gets lost as often as the link says, and the same ones for the same seed", () => {
    addWan({ delayMs: 20, lossPct: 30 });
    const answered = ping(2000).length;
    expect(answered).toBeGreaterThan(1320);
    expect(answered).toBeLessThan(1480);
    world = new World();
    setWorld(world);
    addWan({ delayMs: 20, lossPct: 30 });
    expect(ping(2000)).toHaveLength(answered);
  });

  test("reaches every socket that is not bound elsewhere, and no other", () => {
    addWan({});
    world.kernel.addAddress("eth1", { address: "192.0.2.3", prefixLength: 24 });
    const sender = openSocket();
    const unbound = S.create(S.AF_INET, S.SOCK_RAW, 1)!;
    const elsewhere = openSocket("lo", "127.0.0.1");
    const otherAddress = openSocket("eth1", "192.0.2.3");
    sender.send(echoRequest(1, 1), 0, { address: target, port: 0 });
    world.clock.advance(100);
    const received = [sender, unbound, elsewhere, otherAddress].map(
      (socket) => socket.recv(200, 0) !== null
    );
    expect(received).toEqual([true, true, false, false]);
  });

  test("on its way when the line goes dead is lost", () => {
    addWan({ delayMs: 100 });
    const socket = openSocket();
    socket.send(echoRequest(1, 1), 0, { address: target, port: 0 });
    world.clock.advance(50);
    world.network.getLink("eth1").change({ blackholed: true });
    world.clock.advance(1000);
    expect(socket.recv(200, 0)).toBe(null);
  });

  test("to the router itself is seen as request and as reply", () => {
    const socket = S.create(S.AF_INET, S.SOCK_RAW, 1)!;
    socket.send(echoRequest(1, 1), 0, { address: "127.0.0.1", port: 0 });
    world.clock.advance(1);
    const types = [1, 2].map(() => bytesOf(socket.recv(200, 0)!)[ipHeaderBytes.ipv4]);
    expect(types).toEqual([8, 0]);
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { assert, property, string } from "fast-check";
import { createEchoReply, createIpPacket } from "../../simulator/world/icmp.ts";
import type { Family } from "../../shared/domain.ts";
import { createEchoes, echoTarget, nextRequest, noteSent, takeReply } from "./echoes.ts";
import type { Echoes } from "./echoes.ts";

const hosts = {
  ipv4: { own: "192.0.2.7", target: "1.1.1.1", other: "8.8.8.8" },
  ipv6: { own: "2001:db8::7", target: "2001:db8:1::1", other: "2001:db8:1::2" },
};

let drawn: number;

function randomBytes(count: number): string {
  drawn += 1;
  return String.fromCharCode(
    ...Array.from({ length: count }, (_, i) => (drawn * 41 + i * 7) % 256)
  );
}

/** Sends a request and gives its bytes. */
function send(echoes: Echoes, address: string, sequence: number): string {
  const target = echoTarget(echoes, address);
  const request = nextRequest(echoes, target);
  noteSent(echoes, target, sequence, 1000 * sequence, 5000 * sequence);
  return request;
}

describe.each(["ipv4", "ipv6"] as Family[])("over %s", (family) => {
  const { own, target, other } = hosts[family];
  let echoes: Echoes;

  /** What a raw socket gives of a message from that host. */
  function packet(message: string, from = target): string {
    return family === "ipv4" ? createIpPacket(from, own, message, 1) : message;
  }

  function take(message: string, from = target): number | null {
    return takeReply(echoes, packet(message, from), from);
  }

  beforeEach(() => {
    drawn = 0;
    echoes = createEchoes(family, own, randomBytes);
  });

  test("a reply finds its request, once", () => {
    const requests = [send(echoes, target, 101), send(echoes, other, 102)];
    const place = take(createEchoReply(family, requests[1]!), other);
    expect(echoes.sequences[place!]).toBe(102);
    expect(echoes.sentUs[place!]).toBe(102_000);
    expect(take(createEchoReply(family, requests[1]!), other)).toBeNull();
    expect(echoes.sequences[take(createEchoReply(family, requests[0]!))!]).toBe(101);
  });

  test("a reply with any byte changed, cut or lengthened is none", () => {
    const whole = packet(createEchoReply(family, send(echoes, target, 1)));
    const head = family === "ipv4" ? 12 : 0;
    const checksumAt = family === "ipv4" ? 22 : 2;
    for (let at = head; at < whole.length; at++) {
      if (at === checksumAt || at === checksumAt + 1) continue;
      const byte = String.fromCharCode(whole.charCodeAt(at) ^ 1);
      const damaged = whole.slice(0, at) + byte + whole.slice(at + 1);
      expect(takeReply(echoes, damaged, target), `byte ${at}`).toBeNull();
    }
    for (let length = 0; length < whole.length; length++)
      expect(takeReply(echoes, whole.slice(0, length), target)).toBeNull();
    expect(takeReply(echoes, `${whole}x`, target)).toBeNull();
    expect(takeReply(echoes, whole, target)).not.toBeNull();
  });

  test("our own request and a reply from somebody else are none", () => {
    const request = send(echoes, target, 1);
    expect(take(request)).toBeNull();
    expect(take(createEchoReply(family, request), other)).toBeNull();
  });

  test("no packet at all makes it fail", () => {
    send(echoes, target, 1);
    const binary = string({ unit: "binary", maxLength: 90 });
    assert(
      property(binary, (text) => {
        const bytes = text.replace(/[^\0-\xff]/g, "?");
        expect(takeReply(echoes, bytes, target)).toBeNull();
      })
    );
  });

  test("a lost request is remembered until 256 others have left", () => {
    const lost = send(echoes, target, 1);
    for (let i = 2; i <= 256; i++) send(echoes, target, i);
    expect(take(createEchoReply(family, lost))).not.toBeNull();
    const displaced = send(echoes, target, 257);
    for (let i = 258; i < 258 + 256; i++) send(echoes, target, i);
    expect(take(createEchoReply(family, displaced))).toBeNull();
  });

  test("no request is the same as another one that is remembered, beyond all 65536 numbers", () => {
    for (let i = 0; i < 66_000; i++) {
      const request = send(echoes, target, i);
      if (i % 1000 === 0 || i > 65_500)
        expect(echoes.bodies.filter((body) => body === request.slice(4))).toHaveLength(1);
    }
  });

  test("a token serves 64 requests to one target", () => {
    const tokens = Array.from({ length: 130 }, (_, i) => send(echoes, target, i).slice(12));
    expect(new Set(tokens).size).toBe(3);
    expect(tokens[63]).toBe(tokens[0]);
    expect(tokens[64]).not.toBe(tokens[0]);
    expect(send(echoes, other, 200).slice(12)).not.toBe(tokens[129]);
  });
});

test("a target written in an unusual way is known by the usual one", () => {
  const echoes = createEchoes("ipv6", "2001:db8::7", randomBytes);
  const request = send(echoes, "2001:0DB8:0:0::1", 5);
  expect(takeReply(echoes, createEchoReply("ipv6", request), "2001:db8::1")).not.toBeNull();
});

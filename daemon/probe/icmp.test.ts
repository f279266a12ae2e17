import { expect, test } from "vitest";
import { checksum as internetChecksum } from "../../simulator/world/icmp.ts";
import { echoBody, receivedMessage, replyHead, requestHead } from "./icmp.ts";

function bytesOf(text: string): number[] {
  return Array.from(text, (byte) => byte.charCodeAt(0));
}

const id = "\x12\x34";
const token = "token678";

test("all requests with one token have a valid checksum, whatever their sequence number", () => {
  const head = requestHead("ipv4", id, token);
  for (const high of [0, 1, 0xab, 255]) {
    for (const low of [0, 1, 0xcd, 255]) {
      const message = bytesOf(head + echoBody(id, high, low, token));
      expect(message.slice(0, 2)).toEqual([8, 0]);
      expect(message.slice(4, 8)).toEqual([0x12, 0x34, high, low]);
      expect(internetChecksum(message)).toBe(0);
    }
  }
});

test("the token and the identifier are part of the checksum", () => {
  for (const other of [requestHead("ipv4", "\x12\x35", token), requestHead("ipv4", id, "token679")])
    expect(other).not.toBe(requestHead("ipv4", id, token));
});

test("the checksum of ICMPv6 is left to the kernel", () => {
  expect(bytesOf(requestHead("ipv6", id, token))).toEqual([128, 0, 0, 0]);
});

test("a reply begins with the addresses of both hosts where a raw socket shows them", () => {
  expect(bytesOf(replyHead("ipv4", "1.1.1.1", "192.0.2.7"))).toEqual([
    1, 1, 1, 1, 192, 0, 2, 7, 0, 0,
  ]);
  expect(bytesOf(replyHead("ipv6", "2001:db8::1", "2001:db8::7"))).toEqual([129, 0]);
});

test("IP options are skipped, and no length of them leads astray", () => {
  const fixed = "\0".repeat(11) + "sssddddd";
  for (let words = 0; words < 16; words++) {
    const header = String.fromCharCode(0x40 + words) + fixed;
    const options = "o".repeat(Math.max(0, words - 5) * 4);
    expect(receivedMessage("ipv4", `${header}${options}message`)).toBe("sssdddddmessage");
  }
  expect(receivedMessage("ipv6", "message")).toBe("message");
});

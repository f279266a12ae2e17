import { expect, test } from "vitest";
import { echoRequest, parseEchoReply } from "./icmp.ts";

/** The reply a host would send: the request's bytes with type 0, in an IPv4 packet. */
function replyTo(request: string, source: number[], ipOptions = ""): string {
  const type = String.fromCharCode(0);
  // Type 8 became 0: the checksum grows by what the sum lost (RFC 1624).
  const sum = request.charCodeAt(2) * 256 + request.charCodeAt(3) + 0x0800;
  const folded = (sum & 0xffff) + (sum >> 16);
  const checksum = String.fromCharCode(folded >> 8, folded & 255);
  const body = type + request[1] + checksum + request.slice(4);
  const words = 5 + ipOptions.length / 4;
  const header = [0x40 + words, 0, 0, 0, 0, 0, 0, 0, 64, 1, 0, 0, ...source, 10, 0, 0, 1];
  return String.fromCharCode(...header) + ipOptions + body;
}

const request = echoRequest(0x1234, 0xabcd, "12345678");
const reply = { source: "1.1.1.1", id: 0x1234, sequence: 0xabcd, token: "12345678" };

test("a request is an ICMP echo with a valid checksum", () => {
  const bytes = Array.from(request, (byte) => byte.charCodeAt(0));
  expect(bytes.slice(0, 2)).toEqual([8, 0]);
  expect(bytes.slice(4, 8)).toEqual([0x12, 0x34, 0xab, 0xcd]);
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += (bytes[i] as number) * 256 + (bytes[i + 1] as number);
  }
  expect((sum & 0xffff) + (sum >> 16)).toBe(0xffff);
});

test("a reply is read with its source, id, sequence and token", () => {
  expect(parseEchoReply(replyTo(request, [1, 1, 1, 1]))).toEqual(reply);
});

test("IP options are skipped", () => {
  expect(parseEchoReply(replyTo(request, [1, 1, 1, 1], "\x01\x01\x01\x01"))).toEqual(reply);
});

test("our own request, a damaged byte and a short packet are no replies", () => {
  const packet = replyTo(request, [1, 1, 1, 1]);
  const asRequest = packet.slice(0, 20) + request;
  const damaged = packet.slice(0, -1) + "9";
  for (const other of [asRequest, damaged, packet.slice(0, 30), "", "\x45"]) {
    expect(parseEchoReply(other)).toBeNull();
  }
});

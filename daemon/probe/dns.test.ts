import { expect, test } from "vitest";
import { assert, property, string } from "fast-check";
import { dnsQuery, isDnsAnswer } from "./dns.ts";

const query = dnsQuery("\x12\x34");

function answer(flags: readonly [number, number]): string {
  return query.slice(0, 2) + String.fromCharCode(...flags) + query.slice(4);
}

test("the query asks for the root's name servers", () => {
  expect(Array.from(query, (byte) => byte.charCodeAt(0))).toEqual([
    0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1,
  ]);
});

test.each([
  ["no error", [0x81, 0x80]],
  ["a server failure", [0x81, 0x82]],
  ["a refusal", [0x81, 0x85]],
  ["a truncated answer", [0x83, 0x80]],
] as const)("%s is an answer", (_name, flags) => {
  expect(isDnsAnswer(query, answer(flags))).toBe(true);
  expect(isDnsAnswer(query, `${answer(flags)}with records`)).toBe(true);
});

test("a query, another opcode, another id or question, or a cut answer is none", () => {
  const right = answer([0x81, 0x80]);
  const other = [
    query,
    answer([0x89, 0x80]),
    `\x12\x35${right.slice(2)}`,
    `${right.slice(0, 4)}\0\0${right.slice(6)}`,
    `${right.slice(0, 14)}\x01${right.slice(15)}`,
    ...Array.from({ length: right.length }, (_, length) => right.slice(0, length)),
  ];
  for (const datagram of other) expect(isDnsAnswer(query, datagram)).toBe(false);
});

test("no datagram makes it fail", () => {
  assert(
    property(string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(isDnsAnswer(query, text.replace(/[^\0-\xff]/g, "?"))).toBe(false);
    })
  );
});

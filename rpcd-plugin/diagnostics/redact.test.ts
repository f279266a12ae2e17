/** Whatever stands around it, what is a household's own never reaches strangers. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createRedaction, redact } from "./redact.ts";

const shown = (line: string): string => redact(line, createRedaction(["9.9.9.9"]));

const letters = "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ0123456789".split("");
/** Long enough, and with a letter that no sentence of ours begins with, to be found by chance. */
const secret = fc
  .array(fc.constantFrom(...letters), { minLength: 6, maxLength: 20 })
  .map((all) => `Zq${all.join("")}`);
const word = fc.constantFrom(
  ...["password", "Passwd", "passphrase", "PSK", "wpa_psk", "sae_password", "user", "username"],
  ...["api-key", "api_key", "apikey", "private_key", "Preshared-Key", "key", "token", "auth_token"],
  ...["secret", "client_secret", "pin", "imsi", "Cookie", "Authorization", "login"]
);
const between = fc.constantFrom(
  "=",
  ": ",
  ":",
  " = ",
  " ",
  "  ",
  " is ",
  ":=",
  " => ",
  "='",
  ': "',
  " '"
);
const before = fc.constantFrom("", "pppd[12]: ", "option ", "{", "the ", "a=1 ", "0.5 ms ");
const after = fc.constantFrom("", " ", ", next", "; next", " 12:03:07", "'", '"');

test("what stands behind a word for a secret is hidden", () => {
  fc.assert(
    fc.property(before, word, between, secret, after, (head, name, sign, hidden, tail) => {
      const sure = sign === " => " ? " =>" : sign;
      expect(shown(`${head}${name}${sure}${hidden}${tail}`)).not.toContain(hidden);
    })
  );
});

const hex = fc.integer({ min: 0, max: 255 }).map((byte) => byte.toString(16).padStart(2, "0"));
const bytes = (count: number) => fc.array(hex, { minLength: count, maxLength: count });
const edge = fc.constantFrom("", " ", "from ", "node:", "add:", "[", "(", "mac=", "'");

test("a hardware address is hidden however it is written", () => {
  const forms = [
    (all: string[]) => all.join(":"),
    (all: string[]) => all.join("-"),
    (all: string[]) => all.join(""),
    (all: string[]) => (all.join("").match(/.{4}/g) ?? []).join("."),
  ];
  fc.assert(
    fc.property(edge, bytes(6), fc.constantFrom(...forms), fc.boolean(), (head, all, form, big) => {
      const address = big ? form(all).toUpperCase() : form(all);
      expect(shown(`${head}${address} it`)).not.toContain(address.slice(-7));
    })
  );
});

const port = fc.constantFrom("", ".", ":", ":443", "/24", ",", "]:80", ")");

test("a public IPv4 address is shortened whatever stands beside it", () => {
  const byte = fc.integer({ min: 1, max: 255 });
  fc.assert(
    fc.property(edge, byte, byte, byte, port, (head, second, third, last, tail) => {
      const line = `${head}84.${second}.${third}.${last}${tail}`;
      expect(shown(line)).not.toContain(`${second}.${third}.${last}`);
      expect(shown(line)).toContain(`84.${second}.x.x(1)${tail}`);
    })
  );
});

test("of a global IPv6 address the host's part is never shown", () => {
  const group = fc.integer({ min: 0x1000, max: 0xffff }).map((value) => value.toString(16));
  fc.assert(
    fc.property(
      edge,
      fc.array(group, { minLength: 7, maxLength: 7 }),
      port,
      (head, groups, tail) => {
        const line = `${head}2a02:${groups.join(":")}${tail}`;
        expect(shown(line)).not.toContain(groups.slice(3).join(":"));
      }
    )
  );
});

test("a long line is cut before anything is looked for in it", () => {
  expect(shown("key=".repeat(60_000)).length).toBeLessThan(700);
});

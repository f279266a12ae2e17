import { expect, test } from "vitest";
import { ruleOptionSchemas } from "./options.ts";
import type { OptionSchema } from "./options.ts";

function accepts(schema: OptionSchema, raw: unknown): boolean {
  return schema.safeParse(raw).success;
}

test("an address of either family, alone or with a prefix length; nothing at all", () => {
  const prefixes = ruleOptionSchemas.src_ip;
  for (const right of [
    "192.168.1.50",
    "192.168.1.50/24",
    "0.0.0.0/0",
    "2001:db8::/56",
    "::1/128",
    "",
  ])
    expect(accepts(prefixes, right)).toBe(true);
  for (const wrong of [
    "192.168.1.0/33",
    "::/129",
    "192.168.1/24",
    "1.2.3.4/",
    "1.2.3.4/8/8",
    "lan",
    ["1.2.3.4"],
  ])
    expect(accepts(prefixes, wrong)).toBe(false);
});

test("a port or a range of ports that the kernel's rules know; nothing at all", () => {
  const ports = ruleOptionSchemas.dest_port;
  for (const right of ["1", "443", "8000-8100", "80-80", "1-65534", ""])
    expect(accepts(ports, right)).toBe(true);
  for (const wrong of ["0", "65535", "1024-65535", "81-80", "80-", "-80", "80:81", "80 81", "http"])
    expect(accepts(ports, wrong)).toBe(false);
});

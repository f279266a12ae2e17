import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PolicyRule } from "../domain.ts";
import { maxRules } from "../options.ts";
import { parseConfig, problemText } from "./config.ts";
import type { RawSection } from "./section-reader.ts";

const household: RawSection[] = [
  { ".name": "global", ".type": "global", enabled: "1" },
  { ".name": "fibre", ".type": "interface", name: "wan" },
  { ".name": "lte", ".type": "interface", name: "wwan", family: "ipv4" },
];

function rule(options: Record<string, string | string[]>, name = "console"): RawSection {
  return { ".name": name, ".type": "rule", ...options };
}

function parse(...rules: RawSection[]): { rules: PolicyRule[]; problems: string[] } {
  const { config, problems } = parseConfig([...household, ...rules]);
  return { rules: config.rules, problems: problems.map(problemText) };
}

const nothing = { source: null, destination: null, sourcePorts: null, destinationPorts: null };

describe("a rule", () => {
  test("says which packets take which uplink, and what they do without it", () => {
    const console = rule({
      src_ip: "192.168.1.50",
      proto: "tcpudp",
      dest_port: "8000-8100",
      use: "lte",
      otherwise: "nothing",
    });
    expect(parse(console)).toEqual({
      problems: [],
      rules: [
        {
          ...nothing,
          section: "console",
          families: ["ipv4"],
          source: "192.168.1.50",
          protocols: ["tcp", "udp"],
          destinationPorts: { from: 8000, to: 8100 },
          use: "lte",
          refuses: true,
        },
      ],
    });
  });

  test("with nothing but an uplink is about everything", () => {
    const [all] = parse(rule({ use: "fibre", src_ip: "", dest_port: "" })).rules;
    expect(all).toMatchObject({ ...nothing, families: ["ipv4", "ipv6"], protocols: [] });
    expect(all).toMatchObject({ use: "fibre", refuses: false });
  });

  test.each([
    ["192.168.1.77/24", "192.168.1.0/24"],
    ["192.168.1.77/32", "192.168.1.77"],
    ["10.99.3.4/9", "10.0.0.0/9"],
    ["2001:0DB8:0:7f::1/60", "2001:db8:0:70::/60"],
    ["2001:db8::1/128", "2001:db8::1"],
  ])("for %s is for %s", (written, meant) => {
    expect(parse(rule({ src_ip: written, use: "fibre" })).rules[0]?.source).toBe(meant);
  });

  test("for a network of length 0 is for its whole family", () => {
    const [four, six] = parse(
      rule({ dest_ip: "0.0.0.0/0", use: "fibre" }),
      rule({ dest_ip: "::/0", use: "fibre" })
    ).rules;
    expect(four).toMatchObject({ destination: null, families: ["ipv4"] });
    expect(six).toMatchObject({ destination: null, families: ["ipv6"] });
  });

  test("that is switched off is checked all the same", () => {
    expect(parse(rule({ enabled: "0", use: "fibre" }))).toEqual({ rules: [], problems: [] });
    expect(parse(rule({ enabled: "0", use: "cable" })).problems).toHaveLength(1);
  });

  test("may come before its uplink", () => {
    const { config, problems } = parseConfig([rule({ use: "fibre" }), ...household]);
    expect(problems).toEqual([]);
    expect(config.rules).toHaveLength(1);
  });

  test("is shown as it was read, left out or not", () => {
    const { rules } = parseConfig([...household, rule({ src_ip: "10.0.0.256", use: "fibre" })]);
    expect(rules[0]?.section).toBe("console");
    expect(rules[0]?.options["src_ip"]).toEqual({ value: null, origin: "replaced" });
    expect(rules[0]?.options["proto"]).toEqual({ value: "all", origin: "default" });
  });
});

describe("a rule that cannot be understood whole is left out by name", () => {
  const noAddress = "is not an IP address, alone or with a prefix length";
  test.each<[string, Record<string, string>, string]>([
    ["src_ip", { src_ip: "10.0.0.256" }, `'10.0.0.256' ${noAddress}`],
    ["dest_ip", { dest_ip: "10.0.0.0/33" }, `'10.0.0.0/33' ${noAddress}`],
    ["proto", { proto: "gre" }, "'gre' is not one of all, tcp, udp, tcpudp, icmp"],
    [
      "dest_port",
      { proto: "tcp", dest_port: "1-65535" },
      "'1-65535' is not a port of 1 to 65534 or a range of them",
    ],
    ["family", { family: "v6" }, "'v6' is not one of any, ipv4, ipv6"],
    ["src_port", { src_port: "53" }, "only proto tcp, udp and tcpudp have ports"],
    [
      "dest_ip",
      { src_ip: "10.0.0.1", dest_ip: "::1" },
      "'::1' contradicts src_ip: no packet is both",
    ],
    ["family", { dest_ip: "::1", family: "ipv4" }, "'ipv4' contradicts dest_ip: no packet is both"],
    ["src_mac", { src_mac: "02:00:00:00:00:01" }, "there is no option 'src_mac'"],
    ["use", { use: "cable" }, "there is no uplink 'cable'"],
    ["use", { use: "lte", family: "ipv6" }, "'lte' is not used for ipv6"],
  ])("%s of %j", (option, options, message) => {
    const other = rule({ use: "lte" }, "other");
    const { rules, problems } = parse(rule({ use: "fibre", ...options }), other);
    expect(problems).toEqual([
      `section 'console': option '${option}': ${message}; the rule is left out`,
    ]);
    expect(rules.map(({ section }) => section)).toEqual(["other"]);
  });

  test("without an uplink", () => {
    expect(parse(rule({ src_ip: "10.0.0.1", otherwise: "nothing" }))).toEqual({
      rules: [],
      problems: [
        "section 'console': option 'use': use is missing: it says which uplink the traffic takes; the rule is left out",
      ],
    });
  });

  test("beyond the priorities there are", () => {
    const many = Array.from({ length: maxRules + 1 }, (_, i) => rule({ use: "lte" }, `r${i}`));
    const off = rule({ use: "lte", enabled: "0" }, "off");
    const { rules, problems } = parse(off, ...many);
    expect(rules).toHaveLength(maxRules);
    expect(problems).toEqual([
      `section 'r${maxRules}': there are more than ${maxRules} rules; the rule is left out`,
    ]);
  });
});

describe("a rule that refuses goes on refusing", () => {
  test.each<Record<string, string>>([
    { use: "cable" },
    { use: "wan;reboot" },
    { use: "lte", family: "ipv6" },
  ])("with %j", (options) => {
    const { rules, problems } = parse(rule({ ...options, otherwise: "nothing" }));
    expect(rules).toMatchObject([{ use: null, refuses: true }]);
    expect(problems.at(-1)).toContain("; the traffic is refused");
  });

  test("when the word for it is misspelt", () => {
    const { rules, problems } = parse(rule({ use: "lte", otherwise: "nothign" }));
    expect(rules).toMatchObject([{ use: "lte", refuses: true }]);
    expect(problems).toEqual([
      "section 'console': option 'otherwise': 'nothign' is not one of others, nothing; the traffic is refused while its uplink is down",
    ]);
  });
});

test("whatever is written, no rule is for more than that", () => {
  const word = fc.oneof(
    fc.constantFrom("", "all", "any", "tcp", "udp", "tcpudp", "icmp", "ipv4", "ipv6"),
    fc.constantFrom("443", "80-90", "0", "65535", "10.0.0.1", "10.0.0.0/8", "2001:db8::/32"),
    fc.constantFrom("::/0", "::1", "10.0.0.256", "1-", "/8"),
    fc.string({ unit: "binary", maxLength: 8 })
  );
  const options = fc.record(
    { src_ip: word, dest_ip: word, proto: word, src_port: word, dest_port: word, family: word },
    { requiredKeys: [] }
  );
  const isAny = (text: string | undefined): boolean => text === undefined || text === "";
  fc.assert(
    fc.property(options, (written) => {
      const [read] = parse(rule({ ...written, use: "fibre" })).rules;
      if (read === undefined) return;
      expect(read.source === null).toBe(isAny(written.src_ip) || written.src_ip === "::/0");
      expect(read.destination === null).toBe(isAny(written.dest_ip) || written.dest_ip === "::/0");
      expect(read.sourcePorts === null).toBe(isAny(written.src_port));
      expect(read.destinationPorts === null).toBe(isAny(written.dest_port));
      expect(read.protocols.length === 0).toBe([undefined, "all"].includes(written.proto));
      const address = [written.src_ip, written.dest_ip].find((text) => !isAny(text));
      const family = written.family === "any" ? undefined : written.family;
      expect(read.families.length === 2).toBe(address === undefined && family === undefined);
    }),
    { numRuns: 2000 }
  );
});

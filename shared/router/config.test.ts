import { describe, expect, test } from "vitest";
import { parseConfig, problemText } from "./config.ts";
import type { RawSection } from "./config.ts";

const global: RawSection = { ".name": "global", ".type": "global", enabled: "1" };

function uplink(name: string, options: Record<string, string | string[]>): RawSection {
  return { ".name": name, ".type": "interface", ...options };
}

function problemsOf(...sections: RawSection[]): string[] {
  return parseConfig(sections).problems.map((problem) => problemText(problem));
}

describe("a good file", () => {
  test("gives its values, and the defaults for the rest", () => {
    const parsed = parseConfig([global, uplink("wan1", { name: "wan", metric: "5" })]);
    expect(parsed.problems).toEqual([]);
    expect(parsed.config.global).toEqual({
      enabled: true,
      mode: "failover",
      checkIntervalS: 5,
      failbackDelayS: 0,
      flapDamping: true,
      balanceBy: "site",
      smoothWindow: 5,
      hysteresis: 20,
      lossDivisor: 10,
      hardLossLimitPct: 60,
      foreignDefault: "respect",
      markMask: 0x3f00,
    });
    expect(parsed.config.uplinks).toEqual([
      {
        section: "wan1",
        enabled: true,
        interface: "wan",
        label: "wan1",
        families: ["ipv4", "ipv6"],
        targets: {
          ipv4: ["1.1.1.1", "8.8.8.8"],
          ipv6: ["2606:4700:4700::1111", "2001:4860:4860::8888"],
        },
        probeMethod: "icmp",
        probePort: null,
        httpHost: "connectivitycheck.gstatic.com",
        httpPath: "/generate_204",
        reliability: 1,
        pingCount: 3,
        pingTimeoutS: 2,
        metric: 5,
        weight: 1,
        fall: 1,
        rise: 3,
        failureLossPct: 20,
        recoveryLossPct: 10,
        failureLatencyMs: 500,
        recoveryLatencyMs: 300,
        bias: 0,
        metered: false,
      },
    ]);
  });

  test("a method without a port has its own", () => {
    const ports = ["icmp", "tcp", "dns", "http"].map((method) => {
      const ping_target = "9.9.9.9 2620:fe::9";
      const wan = uplink("a", { name: "wan", probe_method: method, ping_target });
      return parseConfig([global, wan]).config.uplinks[0]?.probePort;
    });
    expect(ports).toEqual([null, 443, 53, 80]);
    const own = uplink("a", { name: "wan", probe_method: "tcp", probe_port: "8443" });
    expect(parseConfig([global, own]).config.uplinks[0]?.probePort).toBe(8443);
  });

  test("http probes need targets that serve the address", () => {
    const http = { name: "wan", probe_method: "http" };
    const none = parseConfig([global, uplink("a", http)]);
    expect(none.config.uplinks[0]?.probeMethod).toBe("icmp");
    expect(none.problems.map((problem) => problemText(problem))).toEqual([
      "section 'a': option 'ping_target': http needs addresses that serve http_url, for each IP version; icmp is used instead",
    ]);
    const one = parseConfig([global, uplink("a", { ...http, ping_target: "9.9.9.9" })]);
    expect(one.config.uplinks[0]).toMatchObject({ probeMethod: "http", families: ["ipv4"] });
    expect(one.problems.map((problem) => problemText(problem))).toEqual([
      "section 'a': option 'ping_target': http needs addresses that serve http_url, for each IP version; ipv4 is used instead",
    ]);
    const ipv4Only = { ...http, ping_target: "9.9.9.9", family: "ipv4" };
    expect(problemsOf(global, uplink("a", ipv4Only))).toEqual([]);
  });

  test("says where each value comes from", () => {
    const parsed = parseConfig([global, uplink("wan1", { name: "wan", metric: "x" })]);
    const options = parsed.interfaces[0]?.options;
    expect(options?.name?.origin).toBe("set");
    expect(options?.weight?.origin).toBe("default");
    expect(options?.metric).toEqual({ value: 100, origin: "replaced" });
  });

  test("takes targets as a list and as words of one option", () => {
    const list = uplink("a", { name: "wan", ping_target: ["9.9.9.9", "1.1.1.1"] });
    const words = uplink("b", { name: "wwan", ping_target: "9.9.9.9 1.1.1.1" });
    const targets = parseConfig([global, list, words]).config.uplinks.map(
      (each) => each.targets.ipv4
    );
    expect(targets).toEqual([
      ["9.9.9.9", "1.1.1.1"],
      ["9.9.9.9", "1.1.1.1"],
    ]);
  });

  test("a family without targets keeps its defaults", () => {
    const wan = uplink("a", { name: "wan", ping_target: ["2620:fe::fe"] });
    expect(parseConfig([global, wan]).config.uplinks[0]?.targets).toEqual({
      ipv4: ["1.1.1.1", "8.8.8.8"],
      ipv6: ["2620:fe::fe"],
    });
  });
});

describe("a bad value is named with its section and option, and its default is used", () => {
  test.each([
    ["check_interval", "0", "'0' is not a whole number from 1 to 3600; 5 is used instead"],
    ["check_interval", "99999", "'99999' is not a whole number from 1 to 3600; 5 is used instead"],
    ["check_interval", "5s", "'5s' is not a whole number from 1 to 3600; 5 is used instead"],
    [
      "mode",
      "fast",
      "'fast' is not one of failover, multi-uplink, quality; failover is used instead",
    ],
    [
      "mark_mask",
      "0x0700",
      "'0x0700' is not a run of four to 32 bits such as 0x3f00; 0x3f00 is used instead",
    ],
    [
      "mark_mask",
      "0x3300",
      "'0x3300' is not a run of four to 32 bits such as 0x3f00; 0x3f00 is used instead",
    ],
    ["enabled", "maybe", "'maybe' is not 0 or 1; false is used instead"],
    ["enabled", "__proto__", "'__proto__' is not 0 or 1; false is used instead"],
    ["enabled", "constructor", "'constructor' is not 0 or 1; false is used instead"],
  ])("global %s %s", (option, value, message) => {
    const bad = { ...global, [option]: value };
    expect(problemsOf(bad)).toEqual([`section 'global': option '${option}': ${message}`]);
  });

  test.each([
    ["metric", "-1", "'-1' is not a whole number from 1 to 9999; 100 is used instead"],
    ["ping_count", "3.5", "'3.5' is not a whole number from 1 to 10; 3 is used instead"],
    ["ping_timeout", "", "'' is not a whole number from 1 to 10; 2 is used instead"],
    ...["1.1.1", "1.1.1.999", "fe80::1%eth0", "1::2::3", "one.one"].map((text) => [
      "ping_target",
      text,
      `'${text}' is not an IPv4 or IPv6 address; 1.1.1.1 8.8.8.8 2606:4700:4700::1111 2001:4860:4860::8888 is used instead`,
    ]),
    ...["0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "ff02::1"].map(
      (text) => [
        "ping_target",
        text,
        `'${text}' is not the address of another host; 1.1.1.1 8.8.8.8 2606:4700:4700::1111 2001:4860:4860::8888 is used instead`,
      ]
    ),
    [
      "http_url",
      "http://a b/",
      "'http://a b/' is not an address like http://host/path; http://connectivitycheck.gstatic.com/generate_204 is used instead",
    ],
    ["recovery_loss", "30", "30 is more than failure_loss; 20 is used instead"],
    [
      "weight",
      "99999999999999999999",
      "'99999999999999999999' is not a whole number from 1 to 100; 1 is used instead",
    ],
  ])("interface %s %s", (option, value, message) => {
    expect(problemsOf(global, uplink("wan1", { name: "wan", [option]: value }))).toEqual([
      `section 'wan1': option '${option}': ${message}`,
    ]);
  });
});

test.each<[label: string, shown: string]>([
  ["Mobile (5G)", "Mobile (5G)"],
  ["", "lte"],
  [" x", "lte"],
  ["x".repeat(33), "lte"],
  ["two\nlines", "lte"],
])("an uplink labelled %j is called %s", (label, shown) => {
  const section = { ".name": "lte", ".type": "interface", name: "wwan", label };
  const { config, problems } = parseConfig([{ ".name": "global", ".type": "global" }, section]);
  expect(config.uplinks[0]?.label).toBe(shown);
  expect(problems.map(({ option }) => option)).toEqual(
    shown === label || label === "" ? [] : ["label"]
  );
});

describe("a bad section is left out by name, the rest runs", () => {
  test("without a name", () => {
    const parsed = parseConfig([global, uplink("a", {}), uplink("b", { name: "wan" })]);
    expect(parsed.config.uplinks.map((each) => each.section)).toEqual(["b"]);
    expect(parsed.problems.map(problemText)).toEqual([
      "section 'a': option 'name': name is missing: it says which network interface to use; the section is left out",
    ]);
  });

  test("with a name twice", () => {
    const parsed = parseConfig([
      global,
      uplink("a", { name: "wan" }),
      uplink("b", { name: "wan" }),
    ]);
    expect(parsed.config.uplinks.map((each) => each.section)).toEqual(["a"]);
    expect(parsed.problems.map(problemText)).toEqual([
      "section 'b': option 'name': 'wan' is already used by section 'a'; the section is left out",
    ]);
  });

  test.each(["wan;touch x", "$(id)", "<img onerror=alert(1)>", "w".repeat(300), "wan\nx=1"])(
    "named %j",
    (name) => {
      const parsed = parseConfig([global, uplink("a", { name }), uplink("b", { name: "wan" })]);
      expect(parsed.config.uplinks.map((each) => each.section)).toEqual(["b"]);
      expect(parsed.problems[0]).toMatchObject({ section: "a", option: "name" });
      expect(parsed.problems[0]?.message.length).toBeLessThan(200);
      expect(parsed.problems[0]?.message).not.toContain("\n");
    }
  );
});

test("an empty file is the defaults, so the service is off", () => {
  const parsed = parseConfig([]);
  expect(parsed.config.global).toMatchObject({ enabled: false, mode: "failover" });
  expect(parsed.config.uplinks).toEqual([]);
  expect(parsed.problems).toHaveLength(1);
});

test("only the global section of that name counts, as for the init script", () => {
  expect(problemsOf({ ".name": "cfg01", ".type": "global", enabled: "1" })).toEqual([
    "section 'cfg01': only the section named 'global' counts; this one is ignored",
    "there is no section 'global'; its defaults are used, so the service is off",
  ]);
});

test("unknown options and section types are named and ignored", () => {
  const settings: RawSection = { ".name": "settings", ".type": "settings", mode: "failover" };
  expect(problemsOf({ ...global, colour: "red" }, settings)).toEqual([
    "section 'global': option 'colour': there is no option 'colour'; it is ignored",
    "section 'settings': sections of type 'settings' are unknown; it is ignored",
  ]);
});

test("a small mask has room for few uplinks, and says so", () => {
  const uplinks = Array.from({ length: 16 }, (_, i) => uplink(`u${i}`, { name: `wan${i}` }));
  const parsed = parseConfig([{ ...global, mark_mask: "0xf0" }, ...uplinks]);
  expect(parsed.config.uplinks).toHaveLength(14);
  expect(parsed.problems.map(problemText)[0]).toBe(
    "section 'u14': option 'name': there are more than 14, all that mark_mask has room for; the section is left out"
  );
});

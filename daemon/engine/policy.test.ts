import { describe, expect, test } from "vitest";
import type { PolicyRule } from "../../shared/domain.ts";
import { Story } from "../../simulator/story/story.ts";
import { wayOf } from "../../simulator/story/way.ts";
import type { Packet } from "../../simulator/story/way.ts";

const console = "192.168.1.50";
const fibre = "eth1";
const lte = "eth2";

/** Everything of the console through LTE, but for what is said otherwise. */
function rule(settings: Partial<PolicyRule> = {}): PolicyRule {
  return {
    section: "console",
    families: ["ipv4"],
    source: console,
    destination: null,
    protocols: [],
    sourcePorts: null,
    destinationPorts: null,
    use: "lte",
    refuses: false,
    ...settings,
  };
}

const strict = rule({ refuses: true });

function packet(settings: Partial<Packet> = {}): Packet {
  return {
    source: console,
    destination: "192.0.2.80",
    protocol: 6,
    sourcePort: 50_000,
    destinationPort: 443,
    mark: 0,
    ...settings,
  };
}

const somebody = packet({ source: "192.168.1.51" });

function household(rules: PolicyRule[], global = {}): Story {
  const story = new Story({ fibre: { metric: 10 }, lte: { metric: 20 } }, global);
  story.rules = rules;
  return story.start();
}

describe("a console that LTE is for", () => {
  test("takes it while the others take fibre", () => {
    const { kernel } = household([rule()]).after(10);
    expect(wayOf(kernel, packet())).toBe(lte);
    expect(wayOf(kernel, somebody)).toBe(fibre);
  });

  test("takes what the others take while LTE is down, and returns, without a rule changing", () => {
    const story = household([rule()]).after(10);
    const { rules } = story.kernel;
    story.silences("lte").after(20);
    expect(wayOf(story.kernel, packet())).toBe(fibre);
    story.answers("lte", 30).after(60);
    expect(wayOf(story.kernel, packet())).toBe(lte);
    expect(story.kernel.rules).toEqual(rules);
  });

  test("takes what the others take while LTE is not there at all", () => {
    const story = household([rule()]).after(10);
    story.changes("lte", { up: false, hasDefaultRoute: false, address: null }).after(10);
    expect(wayOf(story.kernel, packet())).toBe(fibre);
  });

  test.each(["drain", "disable"] as const)(
    "starts nothing new through it when a person says %s, and ends what there is",
    (order) => {
      const story = household([rule()]).after(10).orders("lte", order);
      expect(wayOf(story.kernel, packet())).toBe(fibre);
      const way = wayOf(story.kernel, packet({ mark: 0x200 }));
      expect(way).toBe(order === "drain" ? lte : fibre);
      story.orders("lte", "auto");
      expect(wayOf(story.kernel, packet())).toBe(lte);
    }
  );

  test("ends through fibre what it began there", () => {
    const { kernel } = household([rule()]).after(10);
    expect(wayOf(kernel, packet({ mark: 0x100 }))).toBe(fibre);
  });
});

describe("a console that may use nothing but LTE", () => {
  test("takes it from the first moment on", () => {
    expect(wayOf(household([strict]).kernel, packet())).toBe(lte);
  });

  test("is not moved when LTE stops answering", () => {
    const story = household([strict]).after(10).silences("lte").after(30);
    expect(wayOf(story.kernel, packet())).toBe(lte);
    expect(wayOf(story.kernel, packet({ mark: 0x200 }))).toBe(lte);
    expect(wayOf(story.kernel, somebody)).toBe(fibre);
  });

  test("is refused while LTE is not there, whatever its flows are marked with", () => {
    const story = household([strict]).after(10);
    story.changes("lte", { up: false, hasDefaultRoute: false, address: null }).after(10);
    for (const mark of [0, 0x100, 0x200])
      expect(wayOf(story.kernel, packet({ mark }))).toBe("refused");
    expect(wayOf(story.kernel, somebody)).toBe(fibre);
    story.changes("lte", { up: true, hasDefaultRoute: true, address: "203.0.9.2" }).after(1);
    expect(wayOf(story.kernel, packet())).toBe(lte);
  });

  test("is refused while a person keeps LTE out of use", () => {
    const story = household([strict]).after(10).orders("lte", "disable");
    expect(wayOf(story.kernel, packet())).toBe("refused");
    expect(wayOf(story.orders("lte", "drain").kernel, packet())).toBe(lte);
  });

  test("is refused when the configuration switches LTE off, or has none", () => {
    const story = household([strict]).after(10);
    story.configure({ fibre: {}, lte: { enabled: false } });
    expect(wayOf(story.kernel, packet())).toBe("refused");
    story.configure({ fibre: {} });
    expect(wayOf(story.kernel, packet())).toBe("refused");
    story.configure({ fibre: { enabled: false }, lte: { enabled: false } });
    expect(wayOf(story.kernel, packet())).toBe("refused");
    expect(wayOf(story.kernel, somebody)).toBe("main");
  });

  test("is refused in the family that LTE does not have", () => {
    const both = rule({ families: ["ipv4", "ipv6"], source: null, refuses: true });
    const { kernel6 } = household([both]).after(10);
    expect(wayOf(kernel6, packet({ source: "2001:db8:9::1", destination: "2001:db8::1" }))).toBe(
      "refused"
    );
  });

  test("is refused when its IPv6 address belongs to fibre", () => {
    const six = { families: ["ipv4" as const, "ipv6" as const] };
    const story = new Story({ fibre: { metric: 10, ...six }, lte: { metric: 20 } });
    story.rules = [rule({ families: ["ipv6"], source: "2001:db8:1:7::/64", refuses: true })];
    story
      .changes("fibre", { sources: ["2001:db8:1::/48"] }, "ipv6")
      .start()
      .after(10);
    const own = packet({ source: "2001:db8:1:7::50", destination: "2001:db8:ffff::1" });
    expect(wayOf(story.kernel6, own)).toBe("refused");
    expect(wayOf(story.kernel6, { ...own, source: "2001:db8:1:8::50" })).toBe(fibre);
  });

  test("is free when the service is switched off", () => {
    expect(household([strict], { enabled: false }).after(10).kernel.rules).toEqual([]);
  });
});

test("a daemon that starts again takes no rule away before netifd has answered", () => {
  const before = household([rule(), strict]).after(10);
  const story = new Story({ fibre: { metric: 10 }, lte: { metric: 20 } });
  story.rules = [rule(), strict];
  story.kernel = before.kernel;
  let changes = 0;
  story.onChange = () => {
    changes += 1;
  };
  story.start().after(10);
  expect(changes).toBe(0);
  expect(story.kernel).toEqual(before.kernel);
});

describe("the first rule in the file counts", () => {
  const web = { protocols: ["tcp" as const], sourcePorts: { from: 80, to: 80 } };

  test("also when the second one refuses", () => {
    const exception = rule({ ...web, use: "fibre" });
    const story = household([exception, strict]).after(10);
    expect(wayOf(story.kernel, packet({ sourcePort: 80 }))).toBe(fibre);
    expect(wayOf(story.kernel, packet({ sourcePort: 80, mark: 0x200 }))).toBe(lte);
    expect(wayOf(story.kernel, packet())).toBe(lte);
    story.changes("lte", { up: false, hasDefaultRoute: false, address: null }).after(10);
    expect(wayOf(story.kernel, packet({ sourcePort: 80 }))).toBe(fibre);
    expect(wayOf(story.kernel, packet())).toBe("refused");
  });

  test("also when its uplink is switched off", () => {
    const story = household([rule({ ...web, use: "fibre" }), strict]).after(10);
    story.configure({ fibre: { enabled: false }, lte: {} }).after(10);
    expect(wayOf(story.kernel, packet({ sourcePort: 80 }))).toBe(lte);
    story.configure({ fibre: { enabled: false }, lte: { enabled: false } });
    expect(wayOf(story.kernel, packet({ sourcePort: 80 }))).toBe("main");
    expect(wayOf(story.kernel, packet())).toBe("refused");
  });

  test("also when it is the one that refuses", () => {
    const story = household([strict, rule({ use: "fibre" })]).after(10);
    story.changes("lte", { up: false, hasDefaultRoute: false, address: null }).after(10);
    expect(wayOf(story.kernel, packet())).toBe("refused");
  });
});

test("one rule for two protocols is two of the kernel's with one priority", () => {
  const ports = { from: 8000, to: 8100 };
  const settings = { protocols: ["tcp" as const, "udp" as const], destinationPorts: ports };
  const { kernel } = household([rule(settings)]).after(10);
  const own = kernel.rules.filter(({ source }) => source === console);
  expect(own.map(({ priority, protocol }) => [priority, protocol])).toEqual([
    [32440, 6],
    [32440, 17],
  ]);
  for (const protocol of [6, 17])
    expect(wayOf(kernel, packet({ protocol, destinationPort: 8100 }))).toBe(lte);
  expect(wayOf(kernel, packet({ destinationPort: 8101 }))).toBe(fibre);
  expect(wayOf(kernel, packet({ protocol: 1 }))).toBe(fibre);
});

test("a ping is another protocol in IPv6", () => {
  const six = { families: ["ipv4" as const, "ipv6" as const] };
  const story = new Story({ fibre: { metric: 10, ...six }, lte: { metric: 20, ...six } });
  story.rules = [rule({ ...six, source: null, protocols: ["icmp"] })];
  story.start().after(10);
  const destination = "2001:db8:ffff::1";
  const ping = packet({ source: "2001:db8:7::50", destination, protocol: 58 });
  expect(wayOf(story.kernel6, ping)).toBe(lte);
  expect(wayOf(story.kernel6, { ...ping, protocol: 1 })).toBe(fibre);
  expect(wayOf(story.kernel, packet({ protocol: 1 }))).toBe(lte);
});

describe("in mode multi-uplink", () => {
  const sharing = { mode: "multi-uplink" as const };

  test("flows that a rule is about are not shared", () => {
    const story = household([rule({ protocols: ["tcp", "udp"] })], sharing).after(10);
    expect(story.marking?.unshared.map(({ source, protocol }) => [source, protocol])).toEqual([
      [console, 6],
      [console, 17],
    ]);
    expect(wayOf(story.kernel, packet())).toBe(lte);
  });

  test("they are shared with all others while the uplink takes nothing new", () => {
    const story = household([rule()], sharing).after(10).orders("lte", "drain");
    expect(story.marking?.unshared).toEqual([]);
    story.rules = [strict];
    story.configure({ fibre: {}, lte: {} });
    expect(story.marking?.unshared).toHaveLength(1);
  });

  test("they are not shared during an outage of theirs either", () => {
    const story = household([rule(), strict], sharing).after(10);
    const unshared = story.marking?.unshared;
    expect(unshared).toHaveLength(2);
    story.silences("lte").after(30);
    expect(story.marking?.unshared).toEqual(unshared);
    story.answers("lte", 20).after(60);
    expect(story.marking?.unshared).toEqual(unshared);
  });

  test("elsewhere a rule changes no mark", () => {
    expect(household([rule()]).after(10).marking).toEqual(household([]).after(10).marking);
  });
});

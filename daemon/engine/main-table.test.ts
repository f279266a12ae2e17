/** What others have in table main: default routes, peers of tunnels, prefixes of lines that are no uplinks. */
import { describe, expect, test } from "vitest";
import type { Family, GlobalConfig, UplinkConfig } from "../../shared/domain.ts";
import { Story } from "../../simulator/story/story.ts";
import { halfMetric } from "./foreign-default.ts";
import type { MainDefault } from "./foreign-default.ts";
import type { Neighbours } from "./state.ts";

const both = { families: ["ipv4" as const, "ipv6" as const] };
const fibreAndLte = { fibre: { metric: 10, ...both }, lte: { metric: 20, ...both } };

function by(device: string, metric: number): MainDefault {
  return { devices: [device], metric };
}

const wans = [by("eth1", 10), by("eth2", 20)];
const vpn = by("wg0", 5);

class Router extends Story {
  /** Table main has these routes from now on, beside none of others. */
  holds(table: Partial<Neighbours>, family: Family = "ipv4"): this {
    const seen = { defaults: wans, hosts: [], ...table };
    return this.dispatch({ kind: "neighbours", nowMs: this.nowMs, family, seen });
  }

  get warnings(): (string | undefined)[] {
    return (this.snapshot?.warnings ?? []).map(({ code, message }) => `${code}: ${message}`);
  }

  /** What our rules of this priority are for, and where they lead. */
  rulesAt(priority: number, family: Family = "ipv4"): string[] {
    return (family === "ipv4" ? this.kernel : this.kernel6).rules
      .filter((rule) => rule.priority === priority)
      .map(({ source, destination, goTo, table }) => {
        const from = source === null ? "" : `from ${source} `;
        const to = destination === null ? "" : `to ${destination} `;
        return `${from}${to}${goTo === null ? `table ${table}` : `goto ${goTo}`}`;
      });
  }

  get isEnforced(): boolean {
    return this.rulesAt(32600).length > 0;
  }
}

function running(
  uplinks: Record<string, Partial<UplinkConfig>> = fibreAndLte,
  global: Partial<GlobalConfig> = {}
): Router {
  return new Router(uplinks, global).start().holds({}).after(20);
}

describe("a default route of others", () => {
  test("is none while it leads through an uplink that has just gone down", () => {
    const story = running().changes("fibre", { device: null, up: false, hasDefaultRoute: false });
    expect(story.isEnforced).toBe(true);
    expect(story.warnings).toEqual([]);
    story.changes("fibre", null, "ipv6").holds({}, "ipv6");
    expect(story.rulesAt(32600, "ipv6")).toEqual(["table 7700"]);
  });

  test("keeps ordinary traffic while it comes first, and all else goes on", () => {
    const story = running();
    expect(story.isEnforced).toBe(true);
    expect(story.warnings).toEqual([]);

    story.holds({ defaults: [vpn, ...wans] });
    expect(story.isEnforced).toBe(false);
    expect(story.carrier).toBe("eth1");
    expect(story.rulesAt(32400)).toHaveLength(2);
    expect(story.rulesAt(32420)).toHaveLength(2);
    expect(story.rulesAt(32600, "ipv6")).toEqual(["table 7700"]);
    expect(story.status("fibre")).toMatchObject({ status: "up", active: false, sharePct: 0 });
    expect(story.status("fibre")?.ipv6).toMatchObject({ active: true });
    expect(story.warnings).toHaveLength(1);
    expect(story.warnings[0]).toMatch(
      /^foreign_default: the default route of IPv4 in table main leads through 'wg0' with metric 5, .*override/
    );

    story.silences("fibre").after(20);
    expect(story.carrier).toBe("eth2");
    expect(story.isEnforced).toBe(false);

    story.holds({});
    expect(story.isEnforced).toBe(true);
    expect(story.warnings).toEqual([]);
    expect(story.status("lte")).toMatchObject({ active: true });
  });

  test("is overridden when the configuration says so, and said", () => {
    const story = running(fibreAndLte, { foreignDefault: "override" });
    story.holds({ defaults: [vpn, ...wans] });
    expect(story.isEnforced).toBe(true);
    expect(story.status("fibre")).toMatchObject({ active: true });
    expect(story.warnings).toEqual([
      expect.stringMatching("^foreign_overridden: .*foreign_default overrides it"),
    ]);
  });

  test.each<[string, MainDefault[], string | null]>([
    ["behind those of the uplinks", [...wans, by("wg0", 30)], null],
    ["through several uplinks at once", [{ ...vpn, devices: ["eth1", "eth2"] }], null],
    ["through an uplink and something else", [{ ...vpn, devices: ["eth1", "wg0"] }], "eth1, wg0"],
    [
      "that refuses, before those of the uplinks",
      [{ ...vpn, devices: [] }, ...wans],
      "unreachable",
    ],
    ["in halves", [...wans, by("tun0", halfMetric)], "tun0"],
    ["alone, when no uplink has any in table main", [by("wg0", 30)], "wg0"],
    ["nowhere", [], null],
  ])("%s", (_, defaults, way) => {
    const story = running().holds({ defaults });
    expect(story.isEnforced).toBe(way === null);
    expect(story.warnings).toEqual(
      way === null ? [] : [expect.stringMatching(`^foreign_default: .* through '${way}' `)]
    );
  });

  test("in halves comes before uplinks and rules whatever is configured", () => {
    const story = running(fibreAndLte, { foreignDefault: "override" });
    story.holds({ defaults: [by("tun0", halfMetric), ...wans] });
    expect(story.warnings).toEqual([
      expect.stringMatching("^foreign_default: .*'tun0'.* in two halves"),
    ]);
  });

  test("through an uplink that is switched off is none of others: it was said not to be used", () => {
    const story = running({ fibre: { metric: 10, enabled: false }, lte: { metric: 20 } });
    expect(story.isEnforced).toBe(true);
    expect(story.warnings).toEqual([]);
  });

  test("is nobody's until netifd has been heard", () => {
    const story = new Router(fibreAndLte).configure(fibreAndLte).holds({});
    expect(story.warnings).toEqual([]);
  });

  test("is not lost by the same news again, and leaves shared flows alone", () => {
    const story = running(fibreAndLte, { mode: "multi-uplink" });
    expect(story.marking?.unshared).toEqual([]);
    story.holds({ defaults: [vpn, ...wans] }).after(1);
    expect(story.marking?.unshared).toMatchObject([{ family: "ipv4", source: null }]);
    const plans = story.plans.length;
    story.holds({ defaults: [vpn, ...wans] }).after(1);
    expect(story.plans).toHaveLength(plans);
    story.holds({}).after(1);
    expect(story.marking?.unshared).toEqual([]);
  });
});

describe("the peer of a tunnel that is pinned to fibre", () => {
  const hosts = [{ destination: "203.0.113.10", device: "eth1" }];

  test("is reached by LTE while fibre is down, and by fibre when it is back", () => {
    const story = running().holds({ hosts });
    expect(story.rulesAt(32099)).toEqual([]);
    story.silences("fibre").after(20);
    expect(story.rulesAt(32099)).toEqual(["to 203.0.113.10 table 7802"]);
    story.answers("fibre", 20).after(60);
    expect(story.rulesAt(32099)).toEqual([]);
  });

  test("is reached by LTE while a person keeps fibre out of use", () => {
    const story = running().holds({ hosts }).orders("fibre", "disable").after(1);
    expect(story.rulesAt(32099)).toEqual(["to 203.0.113.10 table 7802"]);
    story.orders("fibre", "auto").after(1);
    expect(story.rulesAt(32099)).toEqual([]);
  });

  test("is in IPv6 as it is in IPv4", () => {
    const story = running();
    story.holds({ hosts: [{ destination: "2001:db8:99::10", device: "eth1" }] }, "ipv6");
    story.silences("fibre").after(20);
    expect(story.rulesAt(32099, "ipv6")).toEqual(["to 2001:db8:99::10 table 7802"]);
  });

  test("is not led into a tunnel, which may be its own", () => {
    const uplinks = { ...fibreAndLte, tunnel: { metric: 5, families: ["ipv4" as const] } };
    const story = running(uplinks).changes("tunnel", { isTunnel: true });
    story.holds({ hosts }).silences("fibre").after(20);
    expect(story.carrier).toBe("eth3");
    expect(story.rulesAt(32099)).toEqual(["to 203.0.113.10 table 7802"]);
    story.silences("lte").after(20);
    expect(story.rulesAt(32099)).toEqual([]);
  });

  test("is let alone where the route is configured, or through no uplink", () => {
    const story = running().changes("fibre", { hostRoutes: ["203.0.113.10"] });
    story.holds({ hosts: [...hosts, { destination: "203.0.113.11", device: "eth9" }] });
    story.silences("fibre").after(20);
    expect(story.rulesAt(32099)).toEqual([]);
  });

  test("is one of at most 32", () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      destination: `203.0.113.${i}`,
      device: "eth1",
    }));
    const story = running().holds({ hosts: many }).silences("fibre").after(20);
    expect(story.rulesAt(32099)).toHaveLength(32);
  });
});

describe("hosts whose IPv6 is of no uplink keep table main", () => {
  const broker = { address: "2001:db8:77::2", sources: ["2001:db8:77::2", "2001:db8:700::/48"] };
  const atMain = broker.sources.map((source) => `from ${source} goto 32766`);

  test("of a tunnel broker beside the uplinks", () => {
    const story = running({ ...fibreAndLte, henet: { families: ["ipv4"] } });
    // Its interface is an uplink for IPv4 alone.
    story.changes("henet", broker, "ipv6");
    expect(story.rulesAt(32390, "ipv6")).toEqual(atMain);
    expect(story.rulesAt(32390)).toEqual([]);
    expect(story.rulesAt(32420, "ipv6")).not.toContain(expect.stringContaining("2001:db8:700"));
    story.changes("henet", null, "ipv6");
    expect(story.rulesAt(32390, "ipv6")).toEqual([]);
  });

  test("but those of an uplink that is down or switched off do not: it is not to be used", () => {
    const story = running({ ...fibreAndLte, henet: { metric: 30, enabled: false, ...both } });
    story.changes("henet", broker, "ipv6").silences("lte").after(20);
    expect(story.rulesAt(32390, "ipv6")).toEqual([]);
  });

  test("with a prefix that has just lost its way, and not with an address that never had one", () => {
    const story = running({ ...fibreAndLte, henet: { families: ["ipv4"] } });
    story.changes("henet", { ...broker, hasDefaultRoute: false }, "ipv6");
    expect(story.rulesAt(32390, "ipv6")).toEqual([atMain[1]]);
  });

  test("and their flows are not shared", () => {
    const uplinks = { ...fibreAndLte, henet: { families: ["ipv4" as const] } };
    const story = running(uplinks, { mode: "multi-uplink" });
    story.changes("henet", broker, "ipv6").after(1);
    expect(story.marking?.unshared.map(({ source }) => source)).toEqual(broker.sources);
  });
});

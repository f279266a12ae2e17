/** What goes wrong at a provider or on the Internet, and ends again. */
import { setTimeout as pause } from "node:timers/promises";
import type { Family } from "../../shared/domain.ts";
import { internetHosts, providers } from "./provider.ts";

interface Trouble {
  /**
   * The provider goes on answering ARP and neighbour discovery but forwards nothing: a black hole;
   * with a family, for that one only.
   */
  setBlackHole(provider: number, on: boolean, family?: Family): void;
  /** The provider loses so many of a hundred packets on their way to the Internet, at random. */
  setLoss(provider: number, lossPct: number): void;
  /** Pulls or plugs the cable at the provider's end. */
  setCarrier(provider: number, on: boolean): void;
  /** Pulls the cable and plugs it in again, so many times, each lasting so long. */
  flap(provider: number, times: number, eachMs: number): Promise<void>;
  /** The usual targets answer every second ping of each uplink only. */
  limitPings(on: boolean): void;
}

const families: Family[] = ["ipv4", "ipv6"];

/** Drops every second echo request, counted for each pair of sender and target. */
function pingLimits(): string[] {
  return providers.flatMap((provider) =>
    internetHosts.map((target) => {
      const isIpv6 = target.includes(":");
      const [family, icmp] = isIpv6 ? ["ip6", "icmpv6"] : ["ip", "icmp"];
      const source = isIpv6 ? provider.routerAddress6 : provider.routerAddress;
      return `${family} saddr ${source} ${family} daddr ${target} ${icmp} type echo-request numgen inc mod 2 0 drop`;
    })
  );
}

/** A table of its own with one chain, filled anew each time. */
function table(hook: string, rules: readonly string[]): string {
  return `add table inet trouble
add chain inet trouble ${hook} { type filter hook ${hook} priority 0; }
flush chain inet trouble ${hook}
${rules.map((rule) => `add rule inet trouble ${hook} ${rule}`).join("\n")}
`;
}

/**
 * @param run runs a program on a host
 * @param nft loads rules on a host
 */
function createTrouble(
  run: (host: string, ...command: string[]) => string,
  nft: (host: string, rules: string) => void
): Trouble {
  const holes = new Map<string, boolean>();
  const losses = new Map<number, number>();
  const update = (provider: number): void => {
    const dropped = families.filter((family) => holes.get(`${provider} ${family}`));
    const lossPct = losses.get(provider) ?? 0;
    nft(
      `isp${provider}`,
      table("forward", [
        ...dropped.map((family) => `meta nfproto ${family} drop`),
        ...(lossPct > 0 ? [`iifname inner numgen random mod 100 < ${lossPct} drop`] : []),
      ])
    );
  };
  const setCarrier = (provider: number, on: boolean): void => {
    run(`isp${provider}`, "ip", "link", "set", "inner", on ? "up" : "down");
    if (on) {
      // The kernel drops a device's IPv6 addresses and routes when it goes down.
      const one = providers[provider - 1] as (typeof providers)[number];
      run(
        `isp${provider}`,
        "sh",
        "-c",
        `ip -6 addr replace ${one.gateway6}/64 dev inner nodad
         ip -6 route replace 2001:db8:${provider}::/64 dev inner
         ip -6 route replace ${one.delegated6}/56 via ${one.routerAddress6} dev inner`
      );
    }
  };
  return {
    setBlackHole: (provider, on, family) => {
      for (const one of family == null ? families : [family]) holes.set(`${provider} ${one}`, on);
      update(provider);
    },
    setLoss: (provider, lossPct) => {
      losses.set(provider, lossPct);
      update(provider);
    },
    setCarrier,
    flap: async (provider, times, eachMs) => {
      for (let i = 0; i < times; i++) {
        setCarrier(provider, false);
        await pause(eachMs);
        setCarrier(provider, true);
        await pause(eachMs);
      }
    },
    limitPings: (on) => nft("internet", table("input", on ? pingLimits() : [])),
  };
}

export { createTrouble };
export type { Trouble };

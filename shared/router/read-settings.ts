/** Reads what readiness is told from, besides netifd's interfaces. */
import type { FirewallSection } from "./firewall-zones.ts";
import type { ConfigSource } from "./read-config.ts";
import type { NetworkSection, RouterSettings } from "./readiness.ts";

type StoredSettings = Pick<RouterSettings, "network" | "firewall">;

/** The sections of a package in their order, or null when it cannot be read. */
function sectionsOf(uci: ConfigSource | null, name: string): object[] | null {
  return uci?.load?.(name) == true ? values(uci.get_all(name) ?? {}) : null;
}

/** With a fresh cursor, which sees the latest commit. */
function readSettings(uci: ConfigSource | null): StoredSettings {
  return {
    network: sectionsOf(uci, "network") as NetworkSection[] | null,
    firewall: sectionsOf(uci, "firewall") as FirewallSection[] | null,
  };
}

export { readSettings };
export type { StoredSettings };

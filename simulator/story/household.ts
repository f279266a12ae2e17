/** What a story starts from: uplinks with the defaults, their interfaces, and a kernel that obeys. */
import type { FamilyFacts, UplinkConfig } from "../../shared/domain.ts";
import { parseConfig } from "../../shared/router/config.ts";
import type { KernelState, RouteChange } from "../../daemon/engine/diff.ts";

const defaults = parseConfig([
  { ".name": "global", ".type": "global", enabled: "1" },
  { ".name": "uplink", ".type": "interface", name: "uplink", family: "ipv4" },
]).config;

/** The option table's defaults for an uplink of one family, but for what is said otherwise. */
function uplinkConfig(section: string, settings: Partial<UplinkConfig>): UplinkConfig {
  return {
    ...(defaults.uplinks[0] as UplinkConfig),
    section,
    label: section,
    interface: section,
    ...settings,
  };
}

function factsFor(section: string, number: number): FamilyFacts {
  const device = {
    up: true,
    device: `eth${number}`,
    carrier: true,
    isTunnel: false,
    hostRoutes: [],
  };
  const both = { interface: section, ...device };
  const ipv4 = { address: `203.0.${number}.2`, gateway: `203.0.${number}.1` };
  const ipv6 = { address: `2001:db8:${number}::2`, gateway: `fe80::${number}` };
  return {
    ipv4: { ...both, ...ipv4, sources: [ipv4.address], hasDefaultRoute: true },
    ipv6: { ...both, ...ipv6, sources: [ipv6.address], hasDefaultRoute: true },
  };
}

/** Applies changes to a kernel that only keeps rules and default routes. */
function carryOut(kernel: KernelState, change: RouteChange): KernelState {
  switch (change.kind) {
    case "replaceRoute": {
      const others = kernel.routes.filter((route) => route.table !== change.route.table);
      return { ...kernel, routes: [...others, change.route] };
    }
    case "deleteRoute":
      return {
        ...kernel,
        routes: kernel.routes.filter((route) => route.table !== change.route.table),
      };
    case "addRule": {
      const after = kernel.rules.findIndex(({ priority }) => priority > change.rule.priority);
      const at = after < 0 ? kernel.rules.length : after;
      const rules = [...kernel.rules.slice(0, at), change.rule, ...kernel.rules.slice(at)];
      return { ...kernel, rules };
    }
    case "deleteRule": {
      const at = kernel.rules.findIndex(
        (rule) => JSON.stringify(rule) === JSON.stringify(change.rule)
      );
      return { ...kernel, rules: kernel.rules.filter((_, i) => i !== at) };
    }
  }
}

export { carryOut, defaults, factsFor, uplinkConfig };

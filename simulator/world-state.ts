/** The world as a page sees it, and what a page can do to it. */
import type { LinkSettings } from "./world/link.ts";
import type { Client } from "./world/traffic.ts";
import type { Router } from "./router.ts";
import type { WorldState } from "./world-state-shape.ts";

const shownPackets = 120;
const shownLogLines = 50;

/** Kinds of a link's settings, for checking what a page sends. */
const linkSettingTypes = {
  carrier: "boolean",
  blackholed: "boolean",
  delayMs: "number",
  jitterMs: "number",
  lossPct: "number",
} as const satisfies Record<keyof LinkSettings, string>;

const serviceActions = [
  "start",
  "stop",
  "restart",
  "reload",
  "enable",
  "disable",
  "kill9",
] as const;

function interfaceOn(router: Router, device: string | null): string | null {
  const all = [...router.world.netifd.interfaces.values()];
  return all.find((subject) => subject.options.device === device)?.options.name ?? null;
}

function describeWorld(router: Router, client: Client): WorldState {
  const { world, procd } = router;
  return {
    nowMs: world.clock.nowMs,
    wallMs: world.clock.wallMs,
    links: [...world.network.links.values()].map((link) => ({
      device: link.device,
      interface: interfaceOn(router, link.device),
      ...link.settings,
    })),
    uplink: interfaceOn(router, client.currentDevice),
    packets: client.packets.slice(-shownPackets).map(({ atMs, device, answered }) => ({
      atMs,
      uplink: interfaceOn(router, device),
      answered,
    })),
    service: {
      running: procd.running,
      enabledAtBoot: procd.enabledAtBoot,
      crashes: procd.crashes.length,
    },
    log: world.log.lines
      .filter(({ program }) => program === "mini-mwan")
      .slice(-shownLogLines)
      .map(({ atMs, text }) => ({ atMs, text })),
  };
}

/** Null when done, else what is wrong with the request. */
function changeLink(router: Router, request: { [name: string]: unknown }): string | null {
  const { device, ...settings } = request;
  const link = router.world.network.links.get(String(device));
  if (!link) {
    const known = [...router.world.network.links.keys()].join(", ");
    return `There is no link "${String(device)}"; "device" must be one of ${known}.`;
  }
  for (const [name, value] of Object.entries(settings)) {
    const wanted = Object.hasOwn(linkSettingTypes, name)
      ? linkSettingTypes[name as keyof LinkSettings]
      : null;
    if (wanted === null)
      return `A link has no "${name}"; it has ${Object.keys(linkSettingTypes).join(", ")}.`;
    const isRight = typeof value === wanted && (wanted === "boolean" || Number(value) >= 0);
    if (!isRight)
      return `"${name}" must be a ${wanted}${wanted === "number" ? " of 0 or more" : ""}.`;
  }
  link.change(settings);
  return null;
}

/** Null when done, else what is wrong with the request. */
function controlService(router: Router, action: unknown): string | null {
  if (!(serviceActions as readonly unknown[]).includes(action))
    return `"action" must be one of ${serviceActions.join(", ")}.`;
  if (action === "kill9") router.procd.kill9();
  else router.procd.control(String(action));
  return null;
}

export { describeWorld, changeLink, controlService };

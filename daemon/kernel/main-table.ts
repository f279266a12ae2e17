/**
 * Reads what others have in table main that the plan depends on: ways to everywhere, and routes that netifd
 * adds for the peers of tunnels. All of the table is parsed for it, so it is read only after news of such routes.
 */
import { request, "const" as C } from "ucode:rtnl";
import type { NetlinkMessage } from "ucode:rtnl";
import type { Family } from "../../shared/domain.ts";
import type { HostRoute, MainDefault } from "../engine/foreign-default.ts";
import { halfMetric } from "../engine/foreign-default.ts";
import { mainTable } from "../engine/ip-rule.ts";
import { familyNumbers, isOwn } from "./routes.ts";

/** What stands for everywhere beside a default route, the first of both halves; 2000::/3 is all there is. */
const halves = ["0.0.0.0/1", "::/1", "2000::/3"];

/** RTPROT_STATIC: netifd's, and what a person calls so. */
const staticProtocol = 4;

/** RTN_*: routes that lead on, and such that only say "not here". */
const types = { unicast: 1, throw: 9 };

/** Metric of the kernel's own last resort in IPv6, which refuses. */
const lastResort = 4294967295;

/** The address of a route to it alone, or null. */
function hostOf(message: NetlinkMessage): string | null {
  const parts = split((message.dst ?? "") as string, "/");
  return parts[1] == (message.family == familyNumbers.ipv4 ? "32" : "128")
    ? (parts[0] ?? null)
    : null;
}

function isDefault(message: NetlinkMessage): boolean {
  const leadsEverywhere = message.dst == null || index(halves, message.dst as string) >= 0;
  return leadsEverywhere && message.src == null && message.priority != lastResort;
}

/** Whether it is as netifd makes them for peers. */
function isHost(message: NetlinkMessage): boolean {
  return message.protocol == staticProtocol && message.oif != null && hostOf(message) != null;
}

/** Whether a route that has come or gone is a reason to read; default routes are news of their own. */
function concernsUs(message: NetlinkMessage): boolean {
  const isHalf = index(halves, message.dst as string) >= 0;
  return message.table == mainTable && (isHalf || isHost(message));
}

function devicesOf(message: NetlinkMessage): string[] {
  if (message.type != types.unicast) {
    return [];
  }
  const ways = (message.multipath ?? []) as unknown as { dev: string }[];
  return message.oif == null ? map(ways, (way) => way.dev) : [message.oif as string];
}

function defaultOf(message: NetlinkMessage): MainDefault {
  return {
    devices: devicesOf(message),
    metric: message.dst == null ? ((message.priority ?? 0) as number) : halfMetric,
  };
}

/** RTNH_F_DEAD, the first bit of a route's flags: its device is down. */
function counts(message: NetlinkMessage): boolean {
  return !isOwn(message) && (message.flags as number) % 2 == 0 && message.type != types.throw;
}

function readMainTable(family: Family): { defaults: MainDefault[]; hosts: HostRoute[] } {
  const wanted = { family: familyNumbers[family], table: mainTable };
  const reply = request(C.RTM_GETROUTE, C.NLM_F_DUMP + C.NLM_F_STRICT_CHK, wanted);
  const routes = type(reply) == "array" ? filter(reply as NetlinkMessage[], counts) : [];
  return {
    defaults: map(filter(routes, isDefault), defaultOf),
    hosts: map(filter(routes, isHost), (route) => ({
      destination: hostOf(route) as string,
      device: route.oif as string,
    })),
  };
}

export { concernsUs, readMainTable };

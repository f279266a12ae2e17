/**
 * A household whose router has the daemon's rules and tables, set by hand, and the table of marks, loaded by the
 * daemon's own code: what the marks alone do.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MarkingPlan } from "../../daemon/engine/marking.ts";
import type { Family } from "../../shared/domain.ts";
import { writeTree } from "./built-tree.ts";
import { createMarkingLoader } from "./marking-loader.ts";
import type { MarkingLoader } from "./marking-loader.ts";
import { client, createNetwork, providers, server } from "./network.ts";
import type { Network, Provider } from "./network.ts";
import { ucodePrograms } from "./describe-real.ts";
import { startAnswerer, startAsker } from "./talk.ts";
import type { Asker } from "./talk.ts";

const ucode = ucodePrograms()[0]?.path ?? "ucode";
/** What it needs. */
const labPrograms = ["ucode", "ip", "nft", "sysctl", "unshare"];
const [fibre, lte] = providers as [Provider, Provider];

/** The router's addresses at fibre and at LTE. */
const routerAddresses: { [family in Family]: [string, string] } = {
  ipv4: [fibre.routerAddress, lte.routerAddress],
  ipv6: [fibre.routerAddress6, lte.routerAddress6],
};

const ports = { internet: 7, forwarded: 8080, router: 8081 };

/** Networks whose every address is a host of the Internet, beside the servers. */
const sites: { [family in Family]: string } = {
  ipv4: "10.99.0.0/16",
  ipv6: "2001:db8:ffff:99::/64",
};

interface MarkingLab {
  network: Network;
  loader: MarkingLoader;
  /** Asks from the client. */
  asker: Asker;
  /** Asks from the Internet. */
  outsider: Asker;
  /** Leads a table, 7700 or an uplink's own, through this provider. */
  lead(table: number, provider: Provider): void;
  /** Pings over IPv4 from a host; "answered" or "lost". */
  ping(host: string, target: string, ...markAndSource: string[]): string;
  /** Loads nftables rules on the router, as another program would. */
  nft(rules: string): void;
  remove(): void;
}

/** A plan for fibre and LTE, with these weights. */
function planFor(weights: [number, number], balanceBy: MarkingPlan["balanceBy"]): MarkingPlan {
  const uplinks = [fibre, lte].map(({ device }, i) => ({
    slot: i + 1,
    devices: [device],
    weight: weights[i] as number,
    takes: ["ipv4", "ipv6"] as Family[],
    left: [],
    prefixes: [],
  }));
  return { mask: 0x3f00, balanceBy, uplinks, unshared: [] };
}

/** Builds the router's files, with what the lab needs, and gives their folder. */
function buildLabTree(): string {
  const tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  writeTree(tree, ["daemon/kernel/marking.ts"]);
  return tree;
}

function leadOn(network: Network, table: number, provider: Provider): void {
  for (const [flag, gateway] of [
    ["-4", provider.gateway],
    ["-6", provider.gateway6],
  ] as const) {
    const via = ["default", "via", gateway, "dev", provider.device, "table", String(table)];
    network.run("router", "ip", flag, "route", "replace", ...via);
  }
}

/** The daemon's rules, without those by source address, which would help the answers. */
function addRules(network: Network): void {
  for (const flag of ["-4", "-6"]) {
    for (const rule of [
      "priority 32100 lookup main suppress_prefixlength 0",
      "priority 32400 fwmark 0x100/0x3f00 lookup 7701",
      "priority 32400 fwmark 0x200/0x3f00 lookup 7702",
      "priority 32600 lookup 7700",
    ]) {
      network.run("router", "ip", flag, "rule", "add", ...rule.split(" "));
    }
  }
  for (const [table, provider] of [
    [7700, fibre],
    [7701, fibre],
    [7702, lte],
  ] as const) {
    leadOn(network, table, provider);
  }
}

/** Waits until both lines carry both families: neighbours are looked for when they are first needed. */
async function warmUp(lab: MarkingLab): Promise<void> {
  for (const provider of [lte, fibre]) {
    lab.lead(7700, provider);
    for (const host of [server.ipv4, server.ipv6]) {
      const peer = { host, port: ports.internet };
      let answer = "lost";
      for (let tries = 0; tries < 10 && answer === "lost"; tries++) {
        [answer = "lost"] = await lab.asker.visit([peer]);
      }
      if (answer === "lost") throw new Error(`no way to ${host} through ${provider.device}`);
    }
  }
}

/** @param tree from `buildLabTree` */
async function createMarkingLab(tree: string): Promise<MarkingLab> {
  const network = createNetwork();
  network.forwardPort(ports.forwarded);
  network.run("internet", "ip", "route", "add", "local", sites.ipv4, "dev", "lo");
  network.run("internet", "ip", "-6", "route", "add", "local", sites.ipv6, "dev", "lo");
  addRules(network);
  const loader = createMarkingLoader(network.namespace("router"), tree, ucode);
  const answerers = await Promise.all([
    startAnswerer(network, "internet", ports.internet, [server.ipv4, server.ipv6]),
    startAnswerer(network, "client", ports.forwarded, [client.ipv4]),
    startAnswerer(network, "router", ports.router, routerAddresses.ipv4),
  ]);
  const asker = startAsker(network, "client");
  const outsider = startAsker(network, "internet");
  const script = fileURLToPath(new URL("ping.uc", import.meta.url));
  const lab: MarkingLab = {
    network,
    loader,
    asker,
    outsider,
    lead: (table, provider) => leadOn(network, table, provider),
    ping: (host, target, ...rest) => network.run(host, ucode, script, target, ...rest).trim(),
    nft: (rules) => {
      const command = ["netns", "exec", network.namespace("router"), "nft", "-f", "-"];
      execFileSync("ip", command, { input: rules });
    },
    remove: () => {
      for (const one of [asker, outsider]) one.stop();
      for (const one of answerers) one.kill();
      loader.remove();
      network.remove();
    },
  };
  await warmUp(lab);
  return lab;
}

/** @param tree undefined when it was not built */
function removeLabTree(tree: string | undefined): void {
  if (tree !== undefined) rmSync(tree, { recursive: true, force: true });
}

export {
  buildLabTree,
  createMarkingLab,
  fibre,
  labPrograms,
  lte,
  planFor,
  ports,
  removeLabTree,
  routerAddresses,
};
export type { MarkingLab };

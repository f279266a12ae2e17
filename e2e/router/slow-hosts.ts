/** Targets that answer late and unevenly. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Network } from "./network.ts";
import { internetHosts, providers } from "./provider.ts";

/** Round trips through a provider take `leastMs` and up to `jitterMs` more, evenly spread. */
interface Delay {
  leastMs: number;
  jitterMs: number;
}

const script = fileURLToPath(new URL("traffic/slow-hosts.uc", import.meta.url));

function answerPings(network: Network, on: boolean): void {
  const ignore = on ? 0 : 1;
  const settings = [
    `net.ipv4.icmp_echo_ignore_all=${ignore}`,
    `net.ipv6.icmp.echo_ignore_all=${ignore}`,
  ];
  network.run("internet", "sysctl", "-qw", ...settings);
}

/**
 * Lets all Internet hosts answer pings as late as told, by provider, instead of at once; only pings,
 * no other traffic. Gives what ends it.
 */
async function slowDownPings(
  network: Network,
  delays: { [provider: number]: Delay }
): Promise<() => void> {
  const bySender: { [address: string]: Delay } = {};
  for (const provider of providers) {
    const delay = delays[provider.number] ?? { leastMs: 0, jitterMs: 0 };
    bySender[provider.routerAddress] = delay;
    bySender[provider.routerAddress6] = delay;
  }
  const task = JSON.stringify({ hosts: internetHosts, delays: bySender });
  const child = spawn(
    "ip",
    ["netns", "exec", network.namespace("internet"), "ucode", script, task],
    {
      stdio: ["ignore", "pipe", "inherit"],
    }
  );
  await new Promise((resolve) => child.stdout.once("data", resolve));
  answerPings(network, false);
  return () => {
    answerPings(network, true);
    child.kill();
  };
}

export { slowDownPings };
export type { Delay };

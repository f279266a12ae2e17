/** A household's own uploads on a slow line whose buffer is large. */
import { startProgram } from "./hosts.ts";
import type { Network } from "./network.ts";
import { server } from "./provider.ts";

/**
 * Makes the preferred line one of 2 Mbit/s whose buffer holds a second of that, and fills it by four uploads.
 * Gives what ends them.
 */
async function fillBuffer(network: Network): Promise<() => void> {
  const shape = "tc qdisc add dev eth1 root tbf rate 2mbit burst 10k latency 1s";
  network.run("router", ...shape.split(" "));
  const stops: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    const words = ["sink", server.ipv4];
    stops.push(startProgram(network, "internet", "uploads.mjs", words, () => resolve()).stop);
  });
  stops.push(startProgram(network, "client", "uploads.mjs", [server.ipv4, "4"], () => {}).stop);
  return () => {
    for (const stop of stops) stop();
  };
}

export { fillBuffer };

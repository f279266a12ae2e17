/** Traffic of the household's device, as it was really answered. */
import type { Family } from "../../shared/domain.ts";
import { startProgram, startServer } from "./hosts.ts";
import type { Network } from "./network.ts";
import { server } from "./provider.ts";

interface Datagram {
  family: Family;
  kind: "new" | "same";
  /** Milliseconds since 1970. */
  sentMs: number;
  /** The router's address it went out with, or "lost". */
  via: string;
}

interface Traffic {
  datagrams: Datagram[];
  /** The latest one of fresh flows that has been concluded. */
  latest(family?: Family): Datagram | null;
  /** Whether that one of the address's family went out with this address of the router. */
  isCarriedBy(address: string): boolean;
  /** When the youngest answered one was sent; lost ones are concluded later than younger others. */
  lastAnsweredMs(): number;
  stop(): void;
}

interface TrafficOptions {
  families?: readonly Family[];
  /** Between two datagrams of each kind. */
  everyMs?: number;
}

/** Starts the Internet's server and the client's datagrams. */
async function startTraffic(network: Network, options: TrafficOptions = {}): Promise<Traffic> {
  const { families = ["ipv4"], everyMs = 20 } = options;
  const internet = await startServer(network, "internet", Object.values(server));
  const datagrams: Datagram[] = [];
  const clients = families.map((family) =>
    startProgram(network, "client", "client.mjs", [server[family], String(everyMs)], (line) => {
      const [kind, sentMs, via] = line.split(" ") as ["new" | "same", string, string];
      datagrams.push({ family, kind, sentMs: Number(sentMs), via });
    })
  );
  const latest = (family: Family = "ipv4"): Datagram | null =>
    datagrams.findLast((one) => one.kind === "new" && one.family === family) ?? null;
  return {
    datagrams,
    latest,
    isCarriedBy: (address) => latest(address.includes(":") ? "ipv6" : "ipv4")?.via === address,
    lastAnsweredMs: () =>
      datagrams.reduce(
        (latestMs, datagram) =>
          datagram.via === "lost" ? latestMs : Math.max(latestMs, datagram.sentMs),
        0
      ),
    stop: () => {
      for (const client of clients) client.stop();
      internet.stop();
    },
  };
}

export { startTraffic };
export type { Datagram, Traffic, TrafficOptions };

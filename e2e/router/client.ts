/** Traffic of the household's device, as it was really answered. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Network } from "./network.ts";

interface Datagram {
  kind: "new" | "same";
  sentMs: number;
  /** The router's address it went out with, or "lost". */
  via: string;
}

interface Traffic {
  datagrams: Datagram[];
  /** The latest one of fresh flows that has been concluded. */
  latest(): Datagram | null;
  /** When the youngest answered one was sent; lost ones are concluded later than younger others. */
  lastAnsweredMs(): number;
  stop(): void;
}

function script(name: string): string {
  return fileURLToPath(new URL(`traffic/${name}.mjs`, import.meta.url));
}

/** Starts the Internet's server and the client's traffic. */
async function startTraffic(network: Network): Promise<Traffic> {
  const inside = (host: string, name: string) =>
    spawn("ip", ["netns", "exec", network.namespace(host), process.execPath, script(name)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  const server = inside("internet", "server");
  await new Promise((resolve) => server.stdout.once("data", resolve));
  const client = inside("client", "client");
  const datagrams: Datagram[] = [];
  let rest = "";
  client.stdout.on("data", (data: Buffer) => {
    const lines = (rest + data.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [kind, sentMs, via] = line.split(" ") as ["new" | "same", string, string];
      datagrams.push({ kind, sentMs: Number(sentMs), via });
    }
  });
  return {
    datagrams,
    latest: () => datagrams.findLast((datagram) => datagram.kind === "new") ?? null,
    lastAnsweredMs: () =>
      datagrams.reduce(
        (latestMs, datagram) =>
          datagram.via === "lost" ? latestMs : Math.max(latestMs, datagram.sentMs),
        0
      ),
    stop: () => {
      client.kill();
      server.kill();
    },
  };
}

export { startTraffic };
export type { Datagram, Traffic };

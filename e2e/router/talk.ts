/** Conversations between hosts of the network, and the addresses that they were seen to come from. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Network } from "./network.ts";

interface Peer {
  host: string;
  port: number;
  /** Address to come from; any when it is missing. */
  from?: string;
}

interface Asker {
  /** Connects to each, says a line, and closes. Gives the address that each was seen to come from. */
  visit(visits: readonly Peer[]): Promise<string[]>;
  /** Opens a flow that stays and says a line. Gives the address, "lost" or "reset". */
  open(name: string, proto: "tcp" | "udp", peer: Peer): Promise<string>;
  /** Says a line on a flow that is open. */
  say(name: string): Promise<string>;
  /** Says a line every few milliseconds; an answer for each. */
  chatter(name: string, forMs: number): Promise<string[]>;
  stop(): void;
}

function inside(network: Network, host: string, script: string, args: readonly string[]) {
  const path = fileURLToPath(new URL(`traffic/${script}.mjs`, import.meta.url));
  const command = ["netns", "exec", network.namespace(host), process.execPath, path, ...args];
  return spawn("ip", command, { stdio: ["pipe", "pipe", "inherit"] });
}

/** Starts a server on a host, over UDP on these addresses, over TCP on all that it has. */
async function startAnswerer(
  network: Network,
  host: string,
  port: number,
  addresses: readonly string[]
): Promise<ChildProcess> {
  const child = inside(network, host, "answerer", [String(port), ...addresses]);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child;
}

/** Starts a host's side of conversations. */
function startAsker(network: Network, host: string): Asker {
  const child = inside(network, host, "asker", []);
  const waiting = new Map<number, (answer: unknown) => void>();
  let orders = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { id, answer } = JSON.parse(line) as { id: number; answer: unknown };
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const order = <Answer>(what: object): Promise<Answer> =>
    new Promise((resolve) => {
      const id = orders++;
      waiting.set(id, (answer) => resolve(answer as Answer));
      child.stdin.write(`${JSON.stringify({ id, ...what })}\n`);
    });
  return {
    visit: (visits) => order({ do: "visit", visits }),
    open: (name, proto, peer) => order({ do: "open", name, proto, ...peer }),
    say: (name) => order({ do: "say", name }),
    chatter: (name, forMs) => order({ do: "chatter", name, forMs }),
    stop: () => void child.kill(),
  };
}

export { startAnswerer, startAsker };
export type { Asker, Peer };

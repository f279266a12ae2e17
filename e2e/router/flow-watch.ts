/** Long-lived TCP flows of the household's device and what became of each. */
import { startProgram } from "./hosts.ts";
import type { Network } from "./network.ts";

interface Flow {
  isOpen: boolean;
  /** When it ended, in milliseconds since 1970, and why: ECONNRESET, ETIMEDOUT, closed. */
  end: { atMs: number; reason: string } | null;
  /** When the youngest line that was echoed had been sent. */
  echoedMs: number;
  /** Addresses of the router that the server saw. */
  vias: Set<string>;
}

interface FlowWatch {
  /** Opens a flow that sends a line every 100 ms. */
  open(name: string, address: string): Flow;
  stop(): void;
}

function note(flow: Flow, words: readonly string[]): void {
  const [what, time, rest] = words as [string, string, string];
  switch (what) {
    case "open":
      flow.isOpen = true;
      break;
    case "echo":
      flow.echoedMs = Number(time);
      flow.vias.add(rest);
      break;
    case "end":
      flow.end = { atMs: Number(time), reason: rest };
      break;
  }
}

function watchFlows(network: Network): FlowWatch {
  const flows = new Map<string, Flow>();
  const program = startProgram(network, "client", "flows.mjs", [], (line) => {
    const [name, ...words] = line.split(" ") as [string, ...string[]];
    const flow = flows.get(name);
    if (flow) note(flow, words);
  });
  return {
    open: (name, address) => {
      const flow: Flow = { isOpen: false, end: null, echoedMs: 0, vias: new Set() };
      flows.set(name, flow);
      program.tell(`open ${name} ${address}`);
      return flow;
    },
    stop: program.stop,
  };
}

export { watchFlows };
export type { Flow, FlowWatch };

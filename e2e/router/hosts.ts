/** Programs of ours on the network's hosts; they speak in lines. */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Network } from "./network.ts";

/** Path of a program in `traffic/`. */
function trafficScript(name: string): string {
  return fileURLToPath(new URL(`traffic/${name}`, import.meta.url));
}

interface Program {
  child: ChildProcessWithoutNullStreams;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  /** Ends its standard input and waits until it has ended itself. */
  finish(): Promise<void>;
  stop(): void;
}

/** Starts a Node program of `traffic/` on a host; `onLine` gets each line that it prints. */
function startProgram(
  network: Network,
  host: string,
  name: string,
  args: readonly string[],
  onLine: (line: string) => void
): Program {
  const words = [process.execPath, trafficScript(name), ...args];
  const child = spawn("ip", ["netns", "exec", network.namespace(host), ...words]);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.stderr.on("data", (data: Buffer) => process.stderr.write(data));
  let rest = "";
  child.stdout.on("data", (data: Buffer) => {
    const lines = (rest + data.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  child.stdin.on("error", () => {});
  return {
    child,
    tell: (line) => void child.stdin.write(`${line}\n`),
    finish: async () => {
      child.stdin.end();
      await ended;
    },
    stop: () => void child.kill(),
  };
}

/** Starts an echo server on a host at these addresses, port 7; gives it when it listens. */
async function startServer(
  network: Network,
  host: string,
  addresses: readonly string[]
): Promise<Program> {
  let program: Program | null = null;
  await new Promise<void>((resolve) => {
    program = startProgram(network, host, "server.mjs", addresses, () => resolve());
  });
  return program as unknown as Program;
}

/** The present in milliseconds since 1970, with parts of them, as the programs print it. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

export { nowMs, startProgram, startServer, trafficScript };
export type { Program };

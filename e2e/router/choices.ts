/** Which uplink new connections use, as the kernel tells when it changes. */
import { spawn } from "node:child_process";
import type { Family } from "../../shared/domain.ts";
import { nowMs } from "./hosts.ts";
import type { Network } from "./network.ts";

interface Choice {
  family: Family;
  device: string;
  /** When it was heard of, in milliseconds since 1970. */
  atMs: number;
}

interface ChoiceWatch {
  choices: Choice[];
  stop(): void;
}

/** A new or replaced default route in the table of the uplink in use. */
const newDefault = /^(?!Deleted)default (?:via (\S+) )?dev (\S+) table 7700\b/;

/** Listens from now on. */
async function watchChoices(network: Network): Promise<ChoiceWatch> {
  const choices: Choice[] = [];
  const child = spawn("ip", ["-n", network.namespace("router"), "monitor", "route"]);
  let rest = "";
  child.stdout.on("data", (data: Buffer) => {
    const lines = (rest + data.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, gateway = "", device] = newDefault.exec(line) ?? [];
      const last = choices.findLast((one) => one.family === familyOf(gateway));
      if (device != null && last?.device !== device) {
        choices.push({ family: familyOf(gateway), device, atMs: nowMs() });
      }
    }
  });
  await new Promise((resolve) => child.once("spawn", resolve));
  return { choices, stop: () => void child.kill() };
}

function familyOf(gateway: string): Family {
  return gateway.includes(":") ? "ipv6" : "ipv4";
}

export { watchChoices };
export type { Choice, ChoiceWatch };

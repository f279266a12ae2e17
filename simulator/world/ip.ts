/** The program `ip` on the simulated router, as far as the product runs it: `ip -4 rule` and `ip -6 rule`. */
import type { Kernel } from "./kernel.ts";
import type { ProgramResult } from "./nft.ts";
import type { IpRule } from "./rules.ts";

function lineOf(rule: IpRule): string {
  const device = rule.inputDevice === undefined ? "" : ` iif ${rule.inputDevice}`;
  return `${rule.priority}:\t${rule.inverts ? "not " : ""}from all${device} lookup ${rule.table}\n`;
}

function runIp(kernel: Kernel, args: readonly string[]): ProgramResult {
  const [family, object] = args;
  if (object !== "rule" || (family !== "-4" && family !== "-6"))
    throw new Error(`ip of the simulator knows -4 rule and -6 rule, not: ${args.join(" ")}`);
  const rules = kernel.rules.ofFamily(family === "-4" ? "ipv4" : "ipv6");
  return { exitCode: 0, stdout: rules.map(lineOf).join(""), stderr: "" };
}

export { runIp };

/** What ucode's rtnl module does not tell of rules: devices that they are for, among others. */
import { popen } from "ucode:fs";
import type { Family } from "../../shared/domain.ts";

/** The family's rules as `ip` writes them, in the kernel's order; none where there is no such program. */
function readRuleLines(family: Family): string[] {
  const ip = popen(`ip -${family == "ipv4" ? 4 : 6} rule 2>/dev/null`, "r");
  const lines = split(trim(ip?.read?.("all") ?? ""), "\n");
  ip?.close?.();
  return lines;
}

export { readRuleLines };

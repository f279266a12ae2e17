/** `config`: the effective configuration, where each value comes from, and what is wrong. */
import { cursor } from "ucode:uci";
import type { ConfigReply } from "../../shared/contract.ts";
import type { Problem, Warning } from "../../shared/domain.ts";
import { parseConfig } from "../../shared/router/config.ts";
import type { ParsedConfig } from "../../shared/router/config.ts";
import { readConfig } from "../../shared/router/read-config.ts";
import { readSettings } from "../../shared/router/read-settings.ts";
import { readinessOf } from "../../shared/router/readiness.ts";
import { readInterfaces } from "../netifd.ts";

/** What would make a switch to one of its uplinks fail; netifd is not asked for none. */
function warningsOf(parsed: ParsedConfig): Warning[] {
  const uplinks = parsed.config.uplinks;
  return length(uplinks) == 0
    ? []
    : readinessOf(uplinks, { interfaces: readInterfaces(), ...readSettings(cursor()) });
}

/** What a parsed configuration says, as `config` gives it. */
function configReplyOf(parsed: ParsedConfig): ConfigReply {
  return {
    global: parsed.global,
    interfaces: parsed.interfaces,
    rules: parsed.rules,
    problems: parsed.problems,
    warnings: warningsOf(parsed),
  };
}

/** A file that cannot be read gives the defaults and a problem that says so. */
function readEffectiveConfig(): ConfigReply {
  const reading = readConfig(cursor());
  if (reading.parsed != null) {
    return configReplyOf(reading.parsed);
  }
  const problem: Problem = { section: null, option: null, message: reading.failure as string };
  return { ...configReplyOf(parseConfig([])), problems: [problem] };
}

export { configReplyOf, readEffectiveConfig };

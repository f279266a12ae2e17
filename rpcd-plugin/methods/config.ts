/** `config`: the effective configuration, where each value comes from, and what is wrong. */
import { cursor } from "ucode:uci";
import type { ConfigReply } from "../../shared/contract.ts";
import { parseConfig } from "../../shared/router/config.ts";
import { readConfig } from "../../shared/router/read-config.ts";

/** A file that cannot be read gives the defaults and a problem that says so. */
function readEffectiveConfig(): ConfigReply {
  const reading = readConfig(cursor());
  const parsed = reading.parsed ?? parseConfig([]);
  const problems =
    reading.failure == null
      ? parsed.problems
      : [{ section: null, option: null, message: reading.failure }];
  return { global: parsed.global, interfaces: parsed.interfaces, problems };
}

export { readEffectiveConfig };

/** Reads the UCI package into an effective configuration. */
import { packageName } from "../options.ts";
import { parseConfig } from "./config.ts";
import type { ParsedConfig, RawSection } from "./config.ts";

/** What is needed of a cursor of ucode's uci module. */
interface ConfigSource {
  load(config: string): boolean | null;
  get_all(config: string): { [section: string]: RawSection } | null;
  error(): string | null;
}

/** One of the two is null. */
interface ConfigReading {
  parsed: ParsedConfig | null;
  /** Why the file cannot be read. */
  failure: string | null;
}

/** Reads `/etc/config/mini-mwan`; a fresh cursor each time sees the latest commit. */
function readConfig(uci: ConfigSource | null): ConfigReading {
  if (uci == null || !uci.load(packageName)) {
    const failure = `/etc/config/${packageName} cannot be read: ${uci?.error?.() ?? "no uci"}`;
    return { parsed: null, failure };
  }
  const sections = values(uci.get_all(packageName) ?? {});
  return { parsed: parseConfig(sections), failure: null };
}

export { readConfig };
export type { ConfigReading, ConfigSource };

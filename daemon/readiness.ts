/** Looks for what would make a switch fail, and tells the engine when that has changed. */
import { stat } from "ucode:fs";
import { cursor } from "ucode:uci";
import type { Warning } from "../shared/domain.ts";
import { isTranslatingIpv6 } from "../shared/router/firewall-zones.ts";
import { readinessOf } from "../shared/router/readiness.ts";
import type { DumpedInterface } from "../shared/router/readiness.ts";
import { readSettings } from "../shared/router/read-settings.ts";
import type { StoredSettings } from "../shared/router/read-settings.ts";
import { monotonicMs } from "./clock.ts";
import type { Runtime } from "./runtime.ts";

/** Tells one state of the files from another; null while a change in the same second would not show. */
function stampOf(paths: readonly string[]): string | null {
  let stamp = "";
  let isSettled = true;
  for (let i = 0; i < length(paths); i++) {
    const file = stat(paths[i] as string);
    stamp = `${stamp} ${file?.mtime} ${file?.size}`;
    isSettled = isSettled && (file?.mtime ?? 0) < time() - 1;
  }
  return isSettled ? stamp : null;
}

/** `look` is asked with netifd's interfaces; the configuration's own warnings come in by `configured`. */
function createReadiness(runtime: Runtime) {
  const paths = ["/etc/config/network", "/etc/config/firewall"];
  let stamp: string | null = null;
  let settings: StoredSettings | null = null;
  let interfaces: DumpedInterface[] | null = null;
  let problems: Warning[] = [];
  let told = "";

  function look(heard: DumpedInterface[] | null): void {
    interfaces = heard ?? interfaces;
    const now = stampOf(paths);
    if (settings == null || now == null || now != stamp) {
      settings = readSettings(cursor());
    }
    stamp = now;
    const config = runtime.state().config;
    const warnings = [
      ...problems,
      ...(config == null ? [] : readinessOf(config.uplinks, { interfaces, ...settings })),
    ];
    const translatesIpv6 = isTranslatingIpv6(settings.firewall ?? []);
    const text = sprintf("%J %J", warnings, translatesIpv6);
    if (text != told) {
      told = text;
      runtime.dispatch({ kind: "found", nowMs: monotonicMs(), warnings, translatesIpv6 });
    }
  }

  function configured(warnings: Warning[]): void {
    problems = warnings;
    look(null);
  }

  return { look, configured };
}

export { createReadiness };

/** Keeps a person's orders for the daemon's successor; a reboot ends them. */
import { readfile, unlink } from "ucode:fs";
import type { OverrideKind } from "../../shared/domain.ts";
import { overrideKinds } from "../engine/override.ts";
import type { Override, Overrides } from "../engine/state.ts";
import { replaceFile } from "./replace-file.ts";

/** Memory on every OpenWrt router, so that nothing here outlives a reboot. */
const overridesPath = "/var/run/mini-mwan.overrides";

/** Writes the orders; times are monotonic and count from boot. Null when done. */
function saveOverrides(overrides: Overrides): string | null {
  if (length(overrides) == 0) {
    unlink(overridesPath);
    return null;
  }
  return replaceFile(overridesPath, (write) => write(sprintf("%J\n", overrides)));
}

function overrideIn(value: unknown): Override | null {
  const given = (type(value) == "object" ? value : {}) as Partial<Override>;
  const untilMs = given.untilMs ?? null;
  const known = index(overrideKinds, given.kind as OverrideKind) >= 0;
  return known && (untilMs == null || type(untilMs) == "int")
    ? { kind: given.kind as OverrideKind, untilMs }
    : null;
}

/** The orders of a predecessor; what is damaged is left out. */
function readOverrides(): Overrides {
  let found: unknown = null;
  try {
    found = json(readfile(overridesPath) ?? "{}");
  } catch {
    return {};
  }
  const given = (type(found) == "object" ? found : {}) as { [section: string]: unknown };
  const overrides: Overrides = {};
  for (let section in given) {
    const override = overrideIn(given[section]);
    if (override != null) {
      overrides[section] = override;
    }
  }
  return overrides;
}

export { readOverrides, saveOverrides };

/** Settings that belong together, for those who do not want to know each of them. */
import { flagOf, numberOf } from "./draft.ts";
import type { Draft, DraftSection } from "./draft.ts";

const presets = ["fast", "balanced", "patient", "metered"] as const;

type PresetName = (typeof presets)[number];

/** Text by option; empty for the default. */
type Values = DraftSection["values"];

/** Of section `global`, and of each uplink. One that is metered stays so: bytes may cost there. */
const presetValues: Record<PresetName, { global: Values; uplink: Values }> = {
  fast: { global: { check_interval: "1" }, uplink: { ping_timeout: "1", fall: "" } },
  balanced: { global: { check_interval: "" }, uplink: { ping_timeout: "", fall: "" } },
  // Satellite lines are away for a second or two now and then: that is ridden out.
  patient: { global: { check_interval: "" }, uplink: { ping_timeout: "5", fall: "5" } },
  metered: { global: { check_interval: "" }, uplink: { ping_timeout: "", fall: "", metered: "1" } },
};

function withPreset(draft: Draft, name: PresetName): Draft {
  const { global, uplink } = presetValues[name];
  const withValues = (section: DraftSection, values: Values): DraftSection => ({
    ...section,
    values: { ...section.values, ...values },
  });
  return {
    ...draft,
    global: withValues(draft.global, global),
    uplinks: draft.uplinks.map((section) => withValues(section, uplink)),
  };
}

/** What the preset decides, as it takes effect. */
function decisionsOf({ global, uplinks }: Draft): string {
  const own = uplinks.map((uplink) => [
    numberOf(uplink, "ping_timeout"),
    numberOf(uplink, "fall"),
    flagOf(uplink.values["metered"] ?? "") ?? false,
  ]);
  return JSON.stringify([numberOf(global, "check_interval"), own]);
}

/** The preset that would change nothing; null when there is none. */
function derivePreset(draft: Draft): PresetName | null {
  const now = decisionsOf(draft);
  // The last one says more, where all are metered.
  return presets.filter((name) => decisionsOf(withPreset(draft, name)) === now).at(-1) ?? null;
}

export { derivePreset, presets, withPreset };
export type { PresetName };

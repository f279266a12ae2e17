/** How closely to watch all connections: a few settings in one choice, with what it costs. */
import { deriveTotalCost, describeCost } from "../../models/derive-cost.ts";
import { derivePreset, presets, withPreset } from "../../models/derive-preset.ts";
import type { PresetName } from "../../models/derive-preset.ts";
import type { SettingsModel } from "../../models/settings-model.ts";
import { useTranslate } from "../../models/translate.ts";

function Presets({ settings, mayWrite }: { settings: SettingsModel; mayWrite: boolean }) {
  const _ = useTranslate();
  const { draft, interfaces } = settings;
  const chosen = derivePreset(draft.edited.value);
  const names: Record<PresetName, string> = {
    fast: _("Fast"),
    balanced: _("Balanced"),
    patient: _("Patient"),
    metered: _("Metered"),
  };
  const describe = (name: PresetName): string => {
    const { global, uplinks } = withPreset(draft.edited.value, name);
    return describeCost(_, deriveTotalCost(global, uplinks, interfaces.value));
  };
  return (
    <div class="cbi-value" role="radiogroup" aria-labelledby="mm-watching">
      <label class="cbi-value-title" id="mm-watching">
        {_("Watching")}
      </label>
      <div class="cbi-value-field">
        {presets.map((name) => (
          <label key={name} class="mm-preset">
            <input
              type="radio"
              name="mm-preset"
              disabled={!mayWrite}
              checked={name === chosen}
              onChange={() => {
                draft.edited.value = withPreset(draft.edited.value, name);
              }}
            />{" "}
            <strong>{names[name]}</strong> <span class="mm-muted">{describe(name)}</span>
          </label>
        ))}
        <div class="cbi-value-description">
          {_(
            "All connections together. One that is metered stays so; a single one can be made so above."
          )}
        </div>
      </div>
    </div>
  );
}

export { Presets };

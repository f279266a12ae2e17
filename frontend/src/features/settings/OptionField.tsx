/** One option of one section: label, control, help, and what is wrong with it. */
import { useSignal } from "@preact/signals";
import type { OptionSpec } from "../../../../shared/options.ts";
import { specsOf } from "../../models/draft.ts";
import type { DraftSection } from "../../models/draft.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { Field } from "../../ui/Field.tsx";
import { OptionControl } from "./OptionControl.tsx";
import type { SectionNotes } from "./notes.ts";

interface OptionFieldProps {
  section: DraftSection;
  option: string;
  notes: SectionNotes;
  onChange: (text: string) => void;
}

/** After the field of a number. */
function describeUnit(_: Translate, spec: OptionSpec): string | null {
  if (spec.type !== "number") return null;
  return spec.unit === "s" ? _("seconds") : spec.unit;
}

/** The table's help, with the range of a number. */
function describeHelp(_: Translate, spec: OptionSpec): string {
  if (spec.type !== "number") return _(spec.help);
  const range = fill(_("From %s to %s, %s when empty."), spec.min, spec.max, spec.default);
  return `${_(spec.help)} ${range}`;
}

function OptionField({ section, option, notes, onChange }: OptionFieldProps) {
  const _ = useTranslate();
  const wasLeft = useSignal(false);
  const spec = specsOf(section.kind)[option] as OptionSpec;
  const isShown = wasLeft.value || notes.areAllShown;
  return (
    <Field
      id={`mm-${section.id}-${option}`}
      label={_(spec.label)}
      unit={describeUnit(_, spec)}
      help={describeHelp(_, spec)}
      objection={isShown ? (notes.objections[option] ?? null) : null}
      remark={notes.remarks[option] ?? null}
    >
      {(control) => (
        <OptionControl
          spec={spec}
          text={section.values[option] ?? ""}
          onChange={onChange}
          onLeave={() => {
            wasLeft.value = true;
          }}
          notes={notes}
          control={control}
        />
      )}
    </Field>
  );
}

export { OptionField };

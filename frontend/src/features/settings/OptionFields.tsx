/** All options of a section: those that most people want, and the rest behind "Advanced". */
import { useSignal } from "@preact/signals";
import { specsOf } from "../../models/draft.ts";
import type { DraftSection } from "../../models/draft.ts";
import { useTranslate } from "../../models/translate.ts";
import { Notice } from "../../ui/Notice.tsx";
import { OptionField } from "./OptionField.tsx";
import type { SectionNotes } from "./notes.ts";

interface OptionFieldsProps {
  section: DraftSection;
  notes: SectionNotes;
  /** Takes the section's id. */
  onChange: (id: string, option: string, text: string) => void;
}

/** Of both kinds of sections; every other option of the table is advanced. */
const commonOptions = ["enabled", "mode", "check_interval", "name", "ping_target", "metered"];

function OptionFields({ section, notes, onChange }: OptionFieldsProps) {
  const _ = useTranslate();
  const isOpen = useSignal(false);
  const { objections, remarks, sectionRemarks } = notes;
  const options = Object.keys(specsOf(section.kind));
  const advanced = options.filter((option) => !commonOptions.includes(option));
  const needsMending = advanced.some((option) => objections[option] ?? remarks[option]);
  const field = (option: string) => (
    <OptionField
      key={option}
      section={section}
      option={option}
      notes={notes}
      onChange={(text) => onChange(section.id, option, text)}
    />
  );
  return (
    <>
      {sectionRemarks.map((remark) => (
        <Notice key={remark} tone="warning">
          {remark}
        </Notice>
      ))}
      {options.filter((option) => commonOptions.includes(option)).map(field)}
      <details
        open={needsMending || isOpen.value}
        onToggle={(event) => {
          isOpen.value = event.currentTarget.open;
        }}
      >
        <summary>{_("Advanced")}</summary>
        {advanced.map(field)}
      </details>
    </>
  );
}

export { OptionFields };
export type { OptionFieldsProps };

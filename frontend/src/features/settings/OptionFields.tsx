/** All options of a section: those that most people want, and the rest behind "Advanced". */
import { useSignal } from "@preact/signals";
import { specsOf } from "../../models/draft.ts";
import type { DraftSection } from "../../models/draft.ts";
import { useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { Notice } from "../../ui/Notice.tsx";
import { OptionField } from "./OptionField.tsx";
import type { SectionNotes } from "./notes.ts";

interface OptionFieldsProps {
  section: DraftSection;
  notes: SectionNotes;
  mayWrite: boolean;
  /** Takes the section's id. */
  onChange: (id: string, option: string, text: string) => void;
}

/** Of all kinds of sections; every other option of the tables is advanced. */
const commonOptions = [
  ...["enabled", "mode", "check_interval", "name", "label", "metered"],
  ...["src_ip", "dest_ip", "use", "otherwise"],
];

/** Above the first option of each group of advanced ones. */
function describeGroup(_: Translate, option: string): string | null {
  switch (option) {
    case "ping_target":
      return _("Checks");
    case "metric":
      return _("Order and share");
    case "fall":
      return _("When it counts as down or degraded");
    case "failback_delay":
      return _("Return to a better connection");
    case "balance_by":
      return _("Mode Multi-uplink");
    case "bias":
    case "smooth_window":
      return _("Mode Quality");
    case "foreign_default":
      return _("Other programs");
    default:
      return null;
  }
}

function OptionFields({ section, notes, mayWrite, onChange }: OptionFieldsProps) {
  const _ = useTranslate();
  const isOpen = useSignal(false);
  const { objections, remarks, sectionRemarks } = notes;
  const options = Object.keys(specsOf(section.kind));
  const advanced = options.filter((option) => !commonOptions.includes(option));
  const needsMending = advanced.some((option) => objections[option] ?? remarks[option]);
  const field = (option: string) => {
    const heading = describeGroup(_, option);
    return [
      heading && <h5 key={heading}>{heading}</h5>,
      <OptionField
        key={option}
        section={section}
        option={option}
        notes={notes}
        onChange={(text) => onChange(section.id, option, text)}
      />,
    ];
  };
  return (
    <>
      {sectionRemarks.map((remark) => (
        <Notice key={remark} tone="warning">
          {remark}
        </Notice>
      ))}
      <fieldset disabled={!mayWrite}>
        {options.filter((option) => commonOptions.includes(option)).map(field)}
      </fieldset>
      <details
        open={needsMending || isOpen.value}
        onToggle={(event) => {
          isOpen.value = event.currentTarget.open;
        }}
      >
        <summary>{_("Advanced")}</summary>
        <fieldset disabled={!mayWrite}>{advanced.map(field)}</fieldset>
      </details>
    </>
  );
}

export { OptionFields };
export type { OptionFieldsProps };

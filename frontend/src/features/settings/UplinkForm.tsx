/** The settings of one uplink, and its place among the others. */
import { useSignal } from "@preact/signals";
import type { DraftSection } from "../../models/draft.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { OptionField } from "./OptionField.tsx";
import type { SectionNotes } from "./notes.ts";

interface UplinkFormProps {
  uplink: DraftSection;
  /** From 0. */
  position: number;
  count: number;
  notes: SectionNotes;
  mayWrite: boolean;
  onChange: (option: string, text: string) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

const mainOptions = ["enabled", "name", "ping_target"];
const moreOptions = ["metric", "weight", "ping_count", "ping_timeout", "fall", "rise"];

function UplinkButtons({ uplink, position, count, onMove, onRemove }: UplinkFormProps) {
  const _ = useTranslate();
  const name = uplink.values["name"] || fill(_("uplink %s"), position + 1);
  return (
    <div class="mm-buttons">
      <Button
        kind="neutral"
        id={`mm-${uplink.id}-up`}
        label={fill(_("Move %s up"), name)}
        isDisabled={position === 0}
        onClick={() => onMove(position - 1)}
      >
        ↑
      </Button>
      <Button
        kind="neutral"
        id={`mm-${uplink.id}-down`}
        label={fill(_("Move %s down"), name)}
        isDisabled={position === count - 1}
        onClick={() => onMove(position + 1)}
      >
        ↓
      </Button>
      <Button kind="remove" label={fill(_("Remove %s"), name)} onClick={onRemove}>
        {_("Remove")}
      </Button>
    </div>
  );
}

function UplinkForm(props: UplinkFormProps) {
  const _ = useTranslate();
  const { uplink, position, notes, mayWrite, onChange } = props;
  const field = (option: string) => (
    <OptionField key={option} section={uplink} option={option} notes={notes} onChange={onChange} />
  );
  const isOpen = useSignal(false);
  const needsMending = moreOptions.some(
    (option) => notes.objections[option] ?? notes.remarks[option]
  );
  const heading = `mm-${uplink.id}-heading`;
  return (
    <li class="mm-uplink-form">
      <section aria-labelledby={heading}>
        <div class="mm-head">
          <h4 id={heading}>{`${position + 1}. ${uplink.values["name"] || _("New uplink")}`}</h4>
          {mayWrite && <UplinkButtons {...props} />}
        </div>
        {notes.sectionRemarks.map((remark) => (
          <Notice key={remark} tone="warning">
            {remark}
          </Notice>
        ))}
        {mainOptions.map(field)}
        <details
          open={needsMending || isOpen.value}
          onToggle={(event) => {
            isOpen.value = event.currentTarget.open;
          }}
        >
          <summary>{_("Order and probing")}</summary>
          {moreOptions.map(field)}
        </details>
      </section>
    </li>
  );
}

export { UplinkForm };

/** The settings of one uplink, and its place among the others. */
import type { DraftSection } from "../../models/draft.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { OptionFields } from "./OptionFields.tsx";
import type { OptionFieldsProps } from "./OptionFields.tsx";
import type { SectionNotes } from "./notes.ts";

interface UplinkFormProps {
  uplink: DraftSection;
  /** From 0. */
  position: number;
  count: number;
  notes: SectionNotes;
  mayWrite: boolean;
  onChange: OptionFieldsProps["onChange"];
  onMove: (to: number) => void;
  onRemove: () => void;
}

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
  const heading = `mm-${uplink.id}-heading`;
  return (
    <li class="mm-uplink-form">
      <section aria-labelledby={heading}>
        <div class="mm-head">
          <h4 id={heading}>{`${position + 1}. ${uplink.values["name"] || _("New uplink")}`}</h4>
          {mayWrite && <UplinkButtons {...props} />}
        </div>
        <OptionFields section={uplink} notes={notes} onChange={onChange} />
      </section>
    </li>
  );
}

export { UplinkForm };

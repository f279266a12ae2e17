/** All uplinks in their order, which can be changed. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { DraftSection } from "../../models/draft.ts";
import type { SettingsModel } from "../../models/settings-model.ts";
import { useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { UplinkForm } from "./UplinkForm.tsx";
import { suggestionsId } from "./notes.ts";
import type { SectionNotes } from "./notes.ts";

interface UplinkListProps {
  settings: SettingsModel;
  notesOf: (section: DraftSection) => SectionNotes;
  mayWrite: boolean;
}

/**
 * A move may take the focus away: the uplink's node leaves the document for a moment, or the button
 * that was pressed is of no use in the new place. It goes to that button, or to its neighbour.
 */
function useFocusAfterMove() {
  const moved = useRef<{ id: string; isUp: boolean } | null>(null);
  useLayoutEffect(() => {
    if (moved.current === null) return;
    const { id, isUp } = moved.current;
    moved.current = null;
    const ways = isUp ? ["up", "down"] : ["down", "up"];
    const buttons = ways.map((way) => document.getElementById(`mm-${id}-${way}`));
    buttons.find((button) => button instanceof HTMLButtonElement && !button.disabled)?.focus();
  });
  return moved;
}

function UplinkList({ settings, notesOf, mayWrite }: UplinkListProps) {
  const _ = useTranslate();
  const { draft } = settings;
  const moved = useFocusAfterMove();
  const { uplinks } = draft.edited.value;
  return (
    <fieldset class="cbi-section" disabled={!mayWrite}>
      <h3>{_("Uplinks")}</h3>
      <p class="cbi-section-descr">
        {_("The ways to the Internet. In mode failover the first one that works is used.")}
      </p>
      {uplinks.length === 0 && <p class="mm-empty">{_("There are no uplinks yet.")}</p>}
      <ol class="mm-uplink-forms">
        {uplinks.map((uplink, position) => (
          <UplinkForm
            key={uplink.id}
            uplink={uplink}
            position={position}
            count={uplinks.length}
            notes={notesOf(uplink)}
            mayWrite={mayWrite}
            onChange={draft.setValue}
            onMove={(to) => {
              moved.current = { id: uplink.id, isUp: to < position };
              draft.moveUplink(position, to);
            }}
            onRemove={() => draft.removeUplink(uplink.id)}
          />
        ))}
      </ol>
      {mayWrite && (
        <Button kind="add" onClick={() => draft.addUplink()}>
          {_("Add uplink")}
        </Button>
      )}
      <datalist id={suggestionsId}>
        {settings.interfaceNames.value.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </fieldset>
  );
}

export { UplinkList };

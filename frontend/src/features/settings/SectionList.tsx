/** Sections of one kind in their order, which can be changed by dragging, and by buttons. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { DraftSection, ListName } from "../../models/draft.ts";
import type { DraftModel } from "../../models/draft-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { SectionItem } from "./SectionItem.tsx";
import type { SectionNotes } from "./notes.ts";
import { useDrag } from "./use-drag.ts";

interface SectionListProps {
  draft: DraftModel;
  list: ListName;
  heading: string;
  help: string;
  /** In place of the list while there is nothing in it. */
  ifEmpty: ComponentChildren;
  addLabel: string;
  titleOf: (section: DraftSection) => string;
  /** Below the title. */
  summaryOf?: (section: DraftSection) => ComponentChildren;
  notesOf: (section: DraftSection) => SectionNotes;
  mayWrite: boolean;
}

/**
 * A move may take the focus away: the item's node leaves the document for a moment, or the button
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

function SectionList(props: SectionListProps) {
  const _ = useTranslate();
  const { draft, list, titleOf, mayWrite } = props;
  const sections = draft.edited.value[list];
  const count = sections.length;
  const moved = useFocusAfterMove();
  /** Read out. */
  const news = useSignal("");
  const move = (id: string, to: number): void => {
    const from = draft.edited.value[list].findIndex((section) => section.id === id);
    const section = draft.edited.value[list][from];
    if (!section) return;
    draft.move(list, from, to);
    news.value = fill(_("%s is number %s of %s now."), titleOf(section), to + 1, count);
  };
  const drag = useDrag(move);
  const addId = `mm-add-${list}`;
  return (
    <div class="cbi-section">
      <h3>{props.heading}</h3>
      <p class="cbi-section-descr">{props.help}</p>
      {count === 0 && props.ifEmpty}
      <ol class="mm-items">
        {sections.map((section, position) => (
          <SectionItem
            key={section.id}
            {...{ section, position, count, mayWrite }}
            title={titleOf(section)}
            notes={props.notesOf(section)}
            isDragged={drag.dragged.value === section.id}
            onChange={draft.setValue}
            onDrag={(event) => drag.begin(event, section.id)}
            onMove={(to) => {
              moved.current = { id: section.id, isUp: to < position };
              move(section.id, to);
            }}
            onRemove={() => {
              draft.remove(list, section.id);
              news.value = fill(_("%s was removed."), titleOf(section));
              document.getElementById(addId)?.focus();
            }}
          >
            {props.summaryOf?.(section)}
          </SectionItem>
        ))}
      </ol>
      {mayWrite && (
        <Button kind="add" id={addId} onClick={() => void draft.add(list)}>
          {props.addLabel}
        </Button>
      )}
      <output class="mm-hidden">{news.value}</output>
    </div>
  );
}

export { SectionList };

/** One entry of a list of sections: what it is in a line, its place among the others, its fields. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { OptionFields } from "./OptionFields.tsx";
import type { OptionFieldsProps } from "./OptionFields.tsx";

interface SectionItemProps extends OptionFieldsProps {
  title: string;
  /** Below the title. */
  children: ComponentChildren;
  /** From 0. */
  position: number;
  count: number;
  isDragged: boolean;
  onDrag: (event: PointerEvent) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function MoveButtons({ title, section, position, count, onMove }: SectionItemProps) {
  const _ = useTranslate();
  return (
    <>
      <Button
        kind="neutral"
        id={`mm-${section.id}-up`}
        label={fill(_("Move %s up"), title)}
        isDisabled={position === 0}
        onClick={() => onMove(position - 1)}
      >
        ↑
      </Button>
      <Button
        kind="neutral"
        id={`mm-${section.id}-down`}
        label={fill(_("Move %s down"), title)}
        isDisabled={position === count - 1}
        onClick={() => onMove(position + 1)}
      >
        ↓
      </Button>
    </>
  );
}

function SectionItem(props: SectionItemProps) {
  const _ = useTranslate();
  const { section, title, children, position, count, notes, mayWrite, isDragged } = props;
  const isNew = section.section === null && !section.values["name"];
  const wasNew = useRef(isNew).current;
  const isOpen = useSignal(isNew);
  const item = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (wasNew) item.current?.querySelector<HTMLElement>("select, [type=text]")?.focus();
  }, [wasNew]);
  const { objections, remarks, sectionRemarks } = notes;
  const needsMending =
    (notes.areAllShown && Object.keys(objections).length > 0) ||
    Object.keys(remarks).length + sectionRemarks.length > 0;
  const isShown = isOpen.value || needsMending;
  const heading = `mm-${section.id}-heading`;
  return (
    <li ref={item} class={isDragged ? "mm-item mm-dragged" : "mm-item"} aria-labelledby={heading}>
      <div class="mm-head">
        {mayWrite && count > 1 && (
          <span class="mm-handle" aria-hidden="true" onPointerDown={props.onDrag}>
            ⠿
          </span>
        )}
        <div class="mm-title">
          <h4 id={heading}>
            {position + 1}. <bdi>{title}</bdi>
          </h4>
          {children}
        </div>
        <div class="mm-buttons">
          {mayWrite && count > 1 && <MoveButtons {...props} />}
          <Button
            kind="edit"
            label={fill(mayWrite ? _("Edit %s") : _("Details of %s"), title)}
            isOpen={isShown}
            isDisabled={needsMending}
            onClick={() => {
              isOpen.value = !isOpen.value;
            }}
          >
            {mayWrite ? _("Edit") : _("Details")}
          </Button>
          {mayWrite && (
            <Button kind="remove" label={fill(_("Remove %s"), title)} onClick={props.onRemove}>
              {_("Remove")}
            </Button>
          )}
        </div>
      </div>
      {isShown && <OptionFields {...{ section, notes, mayWrite }} onChange={props.onChange} />}
    </li>
  );
}

export { SectionItem };

/** Dragging the items of a list by their handles, with mouse, pen or finger. */
import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";

interface Drag {
  /** Id of the item that is dragged; null while none is. */
  dragged: Signal<string | null>;
  /** For a handle's `pointerdown`. */
  begin: (event: PointerEvent, id: string) => void;
}

/**
 * The place, counted from 0, that an item from `from` should have for a pointer at that height: it passes
 * another one when the pointer is beyond that one's middle.
 */
function placeFor(items: Element[], from: number, y: number): number {
  const at = items.findIndex((item) => y < item.getBoundingClientRect().bottom);
  const over = at < 0 ? items.length - 1 : at;
  const { top, height } = (items[over] as Element).getBoundingClientRect();
  const isBeyondMiddle = y > top + height / 2;
  if (over > from) return isBeyondMiddle ? over : over - 1;
  return over < from && isBeyondMiddle ? over + 1 : over;
}

/** `move` is called with the item's id and its new place whenever it passes another one. */
function useDrag(move: (id: string, to: number) => void): Drag {
  const dragged = useSignal<string | null>(null);
  return {
    dragged,
    begin(event, id) {
      const item = (event.target as Element).closest("li") as Element;
      const items = (): Element[] => [...(item.parentElement?.children ?? [])];
      const ending = new AbortController();
      const { signal } = ending;
      const follow = ({ clientY }: PointerEvent): void => {
        const from = items().indexOf(item);
        const to = placeFor(items(), from, clientY);
        if (to !== from) move(id, to);
      };
      const end = (): void => {
        ending.abort();
        dragged.value = null;
      };
      // Text is not to be marked meanwhile.
      event.preventDefault();
      dragged.value = id;
      // Of the window: the handle itself leaves the document for a moment when its item moves.
      addEventListener("pointermove", follow, { signal });
      addEventListener("pointerup", end, { signal });
      addEventListener("pointercancel", end, { signal });
    },
  };
}

export { useDrag };

/** The configuration form's content: what is stored, and what was made of it. */
import { computed, createModel, effect, signal } from "@preact/signals";
import { deriveChanges } from "./derive-changes.ts";
import { deriveObjections } from "./derive-objections.ts";
import { moveUplink, newUplink } from "./draft.ts";
import type { Draft, DraftSection } from "./draft.ts";
import type { Translate } from "./translate.ts";

const emptyDraft: Draft = {
  global: { id: "global", kind: "global", section: null, values: {} },
  uplinks: [],
  sequence: [],
};

const DraftModel = createModel((_: Translate) => {
  const stored = signal<Draft | null>(null);
  const edited = signal<Draft>(emptyDraft);
  let lastId = 0;

  const objections = computed(() => deriveObjections(_, edited.value));
  const changes = computed(() =>
    stored.value === null ? [] : deriveChanges(stored.value, edited.value)
  );
  const isChanged = computed(() => changes.value.length > 0);

  const edit = (change: (draft: Draft) => Partial<Draft>): void => {
    edited.value = { ...edited.value, ...change(edited.value) };
  };

  effect(() => {
    if (!isChanged.value) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  });

  return {
    /** Null until it was read. */
    stored,
    edited,
    objections,
    /** What storing the draft takes; empty when nothing was changed. */
    changes,
    isChanged,
    /** Forgets all edits. */
    load(draft: Draft): void {
      stored.value = draft;
      edited.value = draft;
    },
    setValue(id: string, option: string, text: string): void {
      const changed = (section: DraftSection): DraftSection =>
        section.id === id ? { ...section, values: { ...section.values, [option]: text } } : section;
      edit((draft) => ({ global: changed(draft.global), uplinks: draft.uplinks.map(changed) }));
    },
    addUplink(): void {
      lastId += 1;
      edit((draft) => ({ uplinks: [...draft.uplinks, newUplink(draft, `new-${lastId}`)] }));
    },
    removeUplink(id: string): void {
      edit((draft) => ({ uplinks: draft.uplinks.filter((uplink) => uplink.id !== id) }));
    },
    /** From one position to another, both counted from 0. */
    moveUplink(from: number, to: number): void {
      edit((draft) => ({ uplinks: moveUplink(draft.uplinks, from, to) }));
    },
  };
});

type DraftModel = InstanceType<typeof DraftModel>;

export { DraftModel };

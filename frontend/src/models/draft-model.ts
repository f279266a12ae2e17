/** The configuration form's content: what is stored, and what was made of it. */
import { computed, createModel, effect, signal } from "@preact/signals";
import { deriveChanges } from "./derive-changes.ts";
import { mergeDrafts } from "./derive-merge.ts";
import type { OtherEdit } from "./derive-merge.ts";
import { deriveObjections } from "./derive-objections.ts";
import { draftOf, moveSection, newRule, newUplink } from "./draft.ts";
import type { Draft, DraftSection, ListName } from "./draft.ts";
import type { Translate } from "./translate.ts";

const DraftModel = createModel((_: Translate) => {
  const stored = signal<Draft | null>(null);
  const edited = signal(draftOf([]));
  const others = signal<OtherEdit[]>([]);
  /** Kept edits may hold ids from before. */
  let lastId = Date.now();

  const objections = computed(() => deriveObjections(_, edited.value));
  const changes = computed(() =>
    stored.value === null ? [] : deriveChanges(stored.value, edited.value)
  );
  const isChanged = computed(() => changes.value.length > 0);

  const edit = (list: ListName, change: (sections: DraftSection[]) => DraftSection[]): void => {
    edited.value = { ...edited.value, [list]: change(edited.value[list]) };
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
    /** What somebody else stored while this form was being edited, as of the last save. */
    others,
    /** Takes what is stored now, and forgets all edits. */
    load(draft: Draft): void {
      stored.value = draft;
      edited.value = draft;
    },
    /** Puts the edits upon what somebody else has stored by now; false when the two collide. */
    rebase(theirs: Draft): boolean {
      const merge = mergeDrafts(stored.value ?? theirs, edited.value, theirs);
      stored.value = theirs;
      edited.value = merge.draft;
      others.value = merge.others;
      return !merge.others.some(({ collides }) => collides);
    },
    setValue(id: string, option: string, text: string): void {
      const changed = (section: DraftSection): DraftSection =>
        section.id === id ? { ...section, values: { ...section.values, [option]: text } } : section;
      const { global, uplinks, rules, sequence } = edited.value;
      edited.value = {
        global: changed(global),
        uplinks: uplinks.map(changed),
        rules: rules.map(changed),
        sequence,
      };
    },
    /** Adds a section with these values at the end, and gives its id. */
    add(list: ListName, values: DraftSection["values"] = {}): string {
      lastId += 1;
      const make = list === "rules" ? newRule : newUplink;
      const added = make(edited.value, `new-${lastId}`);
      edit(list, (sections) => [...sections, { ...added, values: { ...added.values, ...values } }]);
      return added.id;
    },
    remove(list: ListName, id: string): void {
      edit(list, (sections) => sections.filter((section) => section.id !== id));
    },
    /** From one position to another, both counted from 0. */
    move(list: ListName, from: number, to: number): void {
      edit(list, (sections) => moveSection(sections, from, to));
    },
  };
});

type DraftModel = InstanceType<typeof DraftModel>;

export { DraftModel };

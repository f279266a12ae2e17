/** Edits outlive a log-in that reloads the page: this tab holds them meanwhile. */
import { effect } from "@preact/signals";
import type { DraftModel } from "./draft-model.ts";

const storageKey = "mini-mwan.draft";

/** To be called when the page is about to go because the session has ended. */
function keepDraft({ stored, edited, isChanged }: DraftModel): void {
  if (!isChanged.peek()) return;
  const kept = JSON.stringify([stored.peek(), edited.peek()]);
  // Nothing is lost by leaving any more, so nobody has to be asked.
  stored.value = edited.peek();
  sessionStorage.setItem(storageKey, kept);
}

/** Puts edits that were kept upon what is loaded, as soon as it is, and calls `onRestored`. */
function restoreDraft(draft: DraftModel, onRestored: () => void): void {
  effect(() => {
    const theirs = draft.stored.value;
    const kept = theirs && sessionStorage.getItem(storageKey);
    if (!kept) return;
    sessionStorage.removeItem(storageKey);
    const [stored, edited] = JSON.parse(kept);
    draft.load(stored);
    draft.edited.value = edited;
    draft.rebase(theirs);
    onRestored();
  });
}

export { keepDraft, restoreDraft };

/** Two people edit at once: what the other one stored meanwhile, put together with one's own edits. */
import { byMetric, differences, sectionsOf, textOf } from "./draft.ts";
import type { Draft, DraftSection } from "./draft.ts";

/** One thing that somebody else changed since the form was loaded. */
interface OtherEdit {
  section: DraftSection;
  /** Null when the whole section was added or removed. */
  option: string | null;
  /** Texts; null where there was no such section. */
  before: string | null;
  after: string | null;
  /** Whether it was edited here, too, in another way. */
  collides: boolean;
}

interface Merge {
  /** One's own edits upon what is stored now; where the two collide, one's own. */
  draft: Draft;
  others: OtherEdit[];
}

type Sections = Map<string, DraftSection>;

function byId(draft: Draft): Sections {
  return new Map(sectionsOf(draft).map((section) => [section.id, section]));
}

/** A section that all three drafts have. */
function mergeSection(
  base: DraftSection,
  mine: DraftSection,
  theirs: DraftSection,
  others: OtherEdit[]
): DraftSection {
  const own = differences(base, mine);
  for (const option of differences(base, theirs)) {
    const [before, after] = [textOf(base, option), textOf(theirs, option)];
    const collides = own.includes(option) && after !== textOf(mine, option);
    others.push({ section: theirs, option, before, after, collides });
  }
  const edits = own.map((option) => [option, textOf(mine, option)]);
  return { ...theirs, values: { ...theirs.values, ...Object.fromEntries(edits) } };
}

/** One's own list with what the other one did to the file since. */
function mergeList(
  mine: DraftSection[],
  theirs: DraftSection[],
  base: Sections,
  others: OtherEdit[]
): DraftSection[] {
  const stored: Sections = new Map(theirs.map((section) => [section.id, section]));
  const kept = mine.flatMap((section): DraftSection[] => {
    const [before, after] = [base.get(section.id), stored.get(section.id)];
    if (!before || after)
      return [before && after ? mergeSection(before, section, after, others) : section];
    const collides = differences(before, section).length > 0;
    others.push({ section, option: null, before: "", after: null, collides });
    // What was edited here is stored anew rather than lost.
    return collides ? [{ ...section, section: null }] : [];
  });
  const added = theirs.filter(({ id }) => !base.has(id));
  for (const section of added)
    others.push({ section, option: null, before: null, after: "", collides: false });
  return [...kept, ...added];
}

/** Sections that were removed here and edited there: the removal stands, but is asked about. */
function noteRemovals(base: Draft, mine: Sections, theirs: Sections, others: OtherEdit[]): void {
  for (const before of sectionsOf(base)) {
    const after = theirs.get(before.id);
    if (mine.has(before.id) || !after) continue;
    for (const option of differences(before, after)) {
      const texts = { before: textOf(before, option), after: textOf(after, option) };
      others.push({ section: after, option, ...texts, collides: true });
    }
  }
}

/** `base` is what was stored when the edits began, `theirs` what is stored now. */
function mergeDrafts(base: Draft, mine: Draft, theirs: Draft): Merge {
  const others: OtherEdit[] = [];
  const before = byId(base);
  const [global] = mergeList([mine.global], [theirs.global], before, others);
  const uplinks = mergeList(mine.uplinks, theirs.uplinks, before, others);
  const rules = mergeList(mine.rules, theirs.rules, before, others);
  noteRemovals(base, byId(mine), byId(theirs), others);
  const order = (sections: DraftSection[]): string => sections.map(({ id }) => id).join(" ");
  const isMoved = order(mine.rules) !== order(base.rules);
  const places = new Map(theirs.rules.map(({ id }, index) => [id, index]));
  const place = ({ id }: DraftSection): number => places.get(id) ?? Infinity;
  return {
    draft: {
      global: global as DraftSection,
      uplinks: byMetric(uplinks),
      // Whoever moved rules decides on their order; the one who saves last, if both did.
      rules: isMoved ? rules : [...rules].sort((a, b) => (place(a) < place(b) ? -1 : 1)),
      sequence: theirs.sequence,
    },
    others,
  };
}

export { mergeDrafts };
export type { OtherEdit };

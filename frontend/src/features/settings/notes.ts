/** What there is to say about the fields of one section. */
interface SectionNotes {
  /** Why values cannot be saved, by option. */
  objections: Record<string, string>;
  /** What the router said of the stored values, by option. */
  remarks: Record<string, string>;
  /** What it said of the section as a whole. */
  sectionRemarks: string[];
  /** Objections are shown at fields that were not visited, too. */
  areAllShown: boolean;
}

/** Id of the list of the router's interfaces, which the fields for a name suggest. */
const suggestionsId = "mm-interface-names";

export { suggestionsId };
export type { SectionNotes };

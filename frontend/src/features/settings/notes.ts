/** What there is to know and to say about the fields of one section. */
import type { InterfaceReply } from "../../../../shared/queries.ts";
import type { DraftSection } from "../../models/draft.ts";

interface SectionNotes {
  /** Why values cannot be saved, by option. */
  objections: Record<string, string>;
  /** What the router said of the stored values, by option. */
  remarks: Record<string, string>;
  /** What it said of the section as a whole. */
  sectionRemarks: string[];
  /** Objections are shown at fields that were not visited, too. */
  areAllShown: boolean;
  /** What an uplink can be made of; empty when that is not known. */
  interfaces: InterfaceReply[];
  /** What a rule can lead to. */
  uplinks: DraftSection[];
}

export type { SectionNotes };

/** Where the form shows what the router found wrong in the stored configuration. */
import type { Problem } from "../../../shared/domain.ts";
import { sectionsOf, specsOf } from "./draft.ts";
import type { Draft } from "./draft.ts";

interface Remarks {
  /** Messages by option by section id, of fields that were not edited since. */
  byField: Record<string, Record<string, string>>;
  /** Those of whole sections and of options without a field, by section id. */
  bySection: Record<string, string[]>;
  /** Those of the file and of sections that the form does not show. */
  ofFile: Problem[];
}

function deriveRemarks(problems: Problem[], stored: Draft, edited: Draft): Remarks {
  const remarks: Remarks = { byField: {}, bySection: {}, ofFile: [] };
  for (const problem of problems) {
    const { option, message } = problem;
    const before = sectionsOf(stored).find(({ section }) => section === problem.section);
    const now = sectionsOf(edited).find(({ id }) => id === before?.id);
    if (problem.section === null || !before) remarks.ofFile.push(problem);
    else if (!now) continue;
    else if (option === null) (remarks.bySection[now.id] ??= []).push(message);
    else if (!Object.hasOwn(specsOf(now.kind), option))
      (remarks.bySection[now.id] ??= []).push(`${option}: ${message}`);
    else if (before.values[option] === now.values[option])
      (remarks.byField[now.id] ??= {})[option] ??= message;
  }
  return remarks;
}

export { deriveRemarks };
export type { Remarks };

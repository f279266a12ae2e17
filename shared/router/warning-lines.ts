/** Warnings as they stand in the status file: `warning_0=SECTION CODE MESSAGE`, `-` for no section. */
import type { Warning, WarningCode } from "../domain.ts";
import { matchLine, oneLine } from "./text.ts";

function formatWarnings(warnings: readonly Warning[]): string[] {
  return map(
    warnings,
    (one, at) => `warning_${at}=${one.section ?? "-"} ${one.code} ${oneLine(one.message)}`
  );
}

/** Reads them back from the file's fields; a line that is no warning is passed over. */
function parseWarnings(fields: { [key: string]: string }): Warning[] {
  const warnings: Warning[] = [];
  for (let at = 0; exists(fields, `warning_${at}`); at++) {
    const found = matchLine(
      fields[`warning_${at}`] as string,
      /^([A-Za-z0-9_-]+) ([a-z_]+) ([^\n]*)$/
    );
    const section = found?.[1] ?? "-";
    if (found != null) {
      push(warnings, {
        section: section == "-" ? null : section,
        code: found[2] as WarningCode,
        message: found[3] as string,
      });
    }
  }
  return warnings;
}

export { formatWarnings, parseWarnings };

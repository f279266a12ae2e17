import tsBlankSpace from "ts-blank-space";

/** A source as a ucode module of its own, without types and without the commas that ucode's lists of names lack. */
function moduleText(source: string): string {
  return tsBlankSpace(source)
    .replace(/^((?:import|export) \{[^}]*?),(\s*\})/gm, "$1$2")
    .replaceAll('.ts"', '.uc"')
    .replaceAll('"ucode:', '"');
}

export { moduleText };

/** Text from outside, made safe to show. */

const unprintable = /[^\n -~]/;

/** The text on one line of printable ASCII: anything else becomes a question mark. */
function oneLine(text: string): string {
  // Nearly every text is clean, and to look takes a fifth of the time.
  if (index(text, "\n") < 0 && match(text, unprintable) == null) {
    return text;
  }
  // Line breaks on their own: since 2026-03 a negated list does not match them.
  return replace(replace(text, /\n/g, "?"), /[^\n -~]/g, "?");
}

/** At most 40 characters of it, control characters and quotes replaced, in quotes. */
function quoted(text: string): string {
  const clean = replace(oneLine(substr(text, 0, 40)), /'/g, "?");
  return length(text) > 40 ? `'${clean}...'` : `'${clean}'`;
}

/**
 * Groups of the first match in a text without line breaks, else null: `^` and `$` mean the ends of the
 * text on 24.10, and of every line since 2026-03.
 */
function matchLine(text: string, pattern: RegExp): string[] | null {
  return index(text, "\n") < 0 ? match(text, pattern) : null;
}

export { quoted, oneLine, matchLine };

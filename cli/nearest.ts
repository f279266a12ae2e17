/** The word that somebody may have meant. */

/** So many letters wrong, at most. */
const mostErrors = 2;

/** How many letters to change, add or take out (Levenshtein's distance); both of ASCII letters. */
function distance(a: string, b: string): number {
  let row: number[] = [];
  for (let j = 0; j <= length(b); j++) {
    push(row, j);
  }
  for (let i = 1; i <= length(a); i++) {
    const next = [i];
    for (let j = 1; j <= length(b); j++) {
      const same = ord(a, i - 1) == ord(b, j - 1) ? 0 : 1;
      push(
        next,
        min((row[j - 1] as number) + same, (row[j] as number) + 1, (next[j - 1] as number) + 1)
      );
    }
    row = next;
  }
  return row[length(b)] as number;
}

/** The word most like the given one, or the only one that begins so; null when none is like it. */
function nearest(given: string, words: readonly string[]): string | null {
  if (given == "" || length(given) > 30) {
    return null;
  }
  let found: string | null = null;
  let errors = mostErrors + 1;
  for (let i = 0; i < length(words); i++) {
    const word = words[i] as string;
    const count = index(word, given) == 0 ? 0 : distance(given, word);
    if (count < min(errors, length(word))) {
      found = word;
      errors = count;
    }
  }
  return found;
}

export { nearest };

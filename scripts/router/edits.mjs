/**
 * The replacement of a stretch of text.
 *
 * @typedef {object} Edit
 * @property {number} start
 * @property {number} end Exclusive.
 * @property {string} text
 */

/**
 * The text with every edit made; edits must not overlap.
 *
 * @param {string} text
 * @param {Edit[]} edits
 */
function applyEdits(text, edits) {
  const ordered = edits.toSorted((a, b) => a.start - b.start);
  let result = "";
  let at = 0;
  for (const edit of ordered) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/**
 * Gives the offset that a character of the edited text had before; one that an edit wrote comes from the
 * start of what it replaced.
 *
 * @param {Edit[]} edits
 * @returns {(offset: number) => number}
 */
function originsOf(edits) {
  const ordered = edits.toSorted((a, b) => a.start - b.start);
  return (offset) => {
    let moved = 0;
    for (const { start, end, text } of ordered) {
      if (start + moved > offset) {
        break;
      }
      if (start + moved + text.length > offset) {
        return start;
      }
      moved += text.length - (end - start);
    }
    return offset - moved;
  };
}

/**
 * The text with stretches blanked: what follows keeps its line and column.
 *
 * @param {string} text
 * @param {{ start: number, end: number }[]} ranges
 */
function blank(text, ranges) {
  const edits = ranges.map(({ start, end }) => {
    return { start, end, text: text.slice(start, end).replace(/[^\n]/g, " ") };
  });
  return applyEdits(text, edits);
}

export { applyEdits, blank, originsOf };

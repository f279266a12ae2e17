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

export { applyEdits, blank };

/** @typedef {import("./bundle.mjs").Bundle} Bundle */

/**
 * A place in a source.
 *
 * @typedef {object} Place
 * @property {string} path Repository path.
 * @property {number} line From 1.
 */

/**
 * The line of a bundle's plain text that tells what the next line is.
 *
 * @param {string} path Repository path of the source.
 * @param {number} line Line of that source, from 1.
 */
function markerOf(path, line) {
  return `//# ${path}:${line}`;
}

/**
 * The source line that a line of a bundle's plain text is, or null when the build itself wrote that line.
 *
 * @param {string} text
 * @param {number} line From 1.
 * @returns {Place | null}
 */
function sourceOfLine(text, line) {
  const before = text.split("\n").slice(0, line - 1);
  const marks = before.map((one) => /^\/\/# (\S+):(\d+)$/.exec(one));
  const at = marks.findLastIndex((mark) => mark != null);
  const mark = marks[at];
  return mark == null
    ? null
    : { path: String(mark[1]), line: Number(mark[2]) + (line - 1) - (at + 1) };
}

/**
 * Where a place of a bundle, as ucode tells it in a trace, comes from; null when the build itself wrote
 * it or there is no such line.
 *
 * @param {Bundle} bundle
 * @param {number} line From 1.
 * @param {number} [byte] From 1; without it the line's first.
 * @returns {Place | null}
 */
function sourceOf({ content, plain, origin }, line, byte = 1) {
  const lines = content.split("\n");
  const text = lines[line - 1];
  if (text == null || text === "") {
    return null;
  }
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const offset = origin(before + Math.min(byte, text.length) - 1);
  return sourceOfLine(plain, plain.slice(0, offset).split("\n").length);
}

export { markerOf, sourceOf };

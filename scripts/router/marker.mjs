/**
 * The line of a bundle that tells what the next line is.
 *
 * @param {string} path Repository path of the source.
 * @param {number} line Line of that source, from 1.
 */
function markerOf(path, line) {
  return `//# ${path}:${line}`;
}

/**
 * The source line that a line of a bundle is, or null when the build itself wrote that line.
 *
 * @param {string} text The bundle.
 * @param {number} line From 1.
 * @returns {{ path: string, line: number } | null}
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

export { markerOf, sourceOfLine };

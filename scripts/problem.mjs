/**
 * Something wrong in a file, told so that a person can mend it.
 *
 * @typedef {object} Problem
 * @property {string} path Repository path with forward slashes.
 * @property {number} line From 1.
 * @property {number} column From 1, in UTF-16 units.
 * @property {string} message What is wrong; what to write instead.
 */

/**
 * The problem at an offset of a file's text.
 *
 * @param {{ path: string, text: string }} file
 * @param {number} offset
 * @param {string} message
 * @returns {Problem}
 */
function problemAt(file, offset, message) {
  const before = file.text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  return { path: file.path, line, column: offset - lineStart + 1, message };
}

/**
 * `file:line:column: message`, a form that editors turn into a link.
 *
 * @param {Problem} problem
 */
function formatProblem(problem) {
  return `${problem.path}:${problem.line}:${problem.column}: ${problem.message}`;
}

export { problemAt, formatProblem };

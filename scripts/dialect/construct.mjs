/**
 * A construct that TypeScript has and ucode lacks or understands otherwise.
 *
 * @typedef {object} Construct
 * @property {string} id Name of the lint rule and of the failing fixture.
 * @property {string} message What is wrong; what to write instead.
 * @property {Record<string, (node: AnyNode, file: SourceFile) => Finding>} on What to look at, by
 *   the type of node. Rules that need the whole module look at `Program`.
 */

/** @typedef {import("./ast.mjs").AnyNode} AnyNode */
/** @typedef {{ path: string, text: string }} SourceFile `path` is absolute or of the repository. */
/** @typedef {boolean | AnyNode[]} Finding Whether the node itself is the fault, or the faulty nodes. */

/**
 * A construct for which the type of a node, or a test on it, is enough.
 *
 * @param {string} id
 * @param {string | string[]} types
 * @param {string} message
 * @param {(node: AnyNode, file: SourceFile) => Finding} [test]
 * @returns {Construct}
 */
function construct(id, types, message, test = () => true) {
  return { id, message, on: Object.fromEntries([types].flat().map((type) => [type, test])) };
}

/**
 * Whether the file is the one at this repository path.
 *
 * @param {SourceFile} file
 * @param {string} path
 */
function isFile(file, path) {
  return file.path === path || file.path.replaceAll("\\", "/").endsWith(`/${path}`);
}

export { construct, isFile };

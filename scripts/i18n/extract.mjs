/**
 * Collects the texts that people read: what `_()` is called with, the words of the option tables, and the
 * clauses of the router's sentences.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { filesBelow } from "../files.mjs";
import { textsOfRouter } from "./sentences.mjs";

/** @typedef {{ text: string, file: string }} Found */

const sourceFolders = ["frontend/src", "openwrt-package/luci-app-mini-mwan/files/www"];
const optionTables = ["global", "interface", "rule"].map((name) => `shared/${name}-options.ts`);
const menuPath =
  "openwrt-package/luci-app-mini-mwan/files/usr/share/luci/menu.d/luci-app-mini-mwan.json";

/** Calls of `_` with what no reader of the source can know: the option tables' words, and the passing on. */
const passedOn = new Set(["spec.label", "spec.help", "label", "text", "clause"]);

/**
 * The texts that an argument can be; null when it is something else.
 *
 * @param {any} node
 * @returns {string[] | null}
 */
function textsOf(node) {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "string" ? [node.value] : null;
    case "ConditionalExpression": {
      const either = textsOf(node.consequent);
      const other = textsOf(node.alternate);
      return either && other ? [...either, ...other] : null;
    }
    default:
      return null;
  }
}

/**
 * @param {any} node
 * @param {(node: any) => void} see Called with every node of a program.
 */
function visit(node, see) {
  if (Array.isArray(node)) {
    node.forEach((one) => visit(one, see));
  } else if (node !== null && typeof node === "object") {
    if (node.type) {
      see(node);
    }
    Object.values(node).forEach((one) => visit(one, see));
  }
}

/**
 * @param {string} file Repository path.
 * @param {string} source
 * @returns {Found[]}
 * @throws {Error} Naming the file, for a call whose text cannot be told.
 */
function textsInSource(file, source) {
  /** @type {Found[]} */
  const found = [];
  // LuCI's views are bodies of functions.
  const { program } = parseSync(file, file.endsWith(".js") ? `() => {${source}\n}` : source);
  const shift = file.endsWith(".js") ? "() => {".length : 0;
  visit(program, ({ type, callee, arguments: args }) => {
    if (type !== "CallExpression" || callee.name !== "_") {
      return;
    }
    const [argument] = args;
    const texts = textsOf(argument);
    const written = source.slice((argument?.start ?? 0) - shift, (argument?.end ?? 0) - shift);
    if (texts == null && !passedOn.has(written)) {
      throw new Error(`${file}: _(${written}) has no text of its own; write the text in the call`);
    }
    found.push(...(texts ?? []).map((text) => ({ text, file })));
  });
  return found;
}

/**
 * The labels and helps of an option table.
 *
 * @param {string} file Repository path.
 * @param {string} source
 * @returns {Found[]}
 */
function textsInOptions(file, source) {
  /** @type {Found[]} */
  const found = [];
  visit(parseSync(file, source).program, (node) => {
    if (node.type === "Property" && ["label", "help"].includes(node.key.name)) {
      found.push(...(textsOf(node.value) ?? []).map((text) => ({ text, file })));
    }
  });
  return found;
}

/**
 * @param {string} root
 * @returns {Found[]}
 */
function textsOfMenu(root) {
  const menu = JSON.parse(readFileSync(join(root, menuPath), "utf8"));
  return Object.values(menu).flatMap(({ title }) =>
    title ? [{ text: title, file: menuPath }] : []
  );
}

/**
 * Every text with the files it is in, in the order of the texts.
 *
 * @param {string} root Folder of the repository.
 * @returns {Map<string, string[]>}
 */
function collectTexts(root) {
  const sources = sourceFolders
    .flatMap((folder) => filesBelow(root, folder))
    .filter((path) => /\.(tsx?|js)$/.test(path) && !/\.test\.tsx?$/.test(path));
  const found = [
    ...sources.flatMap((path) => textsInSource(path, readFileSync(join(root, path), "utf8"))),
    ...optionTables.flatMap((path) => textsInOptions(path, readFileSync(join(root, path), "utf8"))),
    ...textsOfMenu(root),
    ...textsOfRouter(root),
  ];
  /** @type {Map<string, Set<string>>} */
  const filesByText = new Map();
  for (const { text, file } of found) {
    filesByText.set(text, (filesByText.get(text) ?? new Set()).add(file));
  }
  const texts = [...filesByText].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(texts.map(([text, files]) => [text, [...files].toSorted()]));
}

export { collectTexts, textsInSource };

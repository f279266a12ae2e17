/** Strings are bytes, and regular expressions are those of POSIX. */
import { construct } from "./construct.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./construct.mjs").SourceFile} SourceFile */

/** Has `matchLine`, which finds nothing in a text of several lines. */
const textFile = "shared/router/text.ts";

const textTypes = ["Literal", "TemplateElement"];

/**
 * The source of a string or of a template's text, or an empty text for other nodes.
 *
 * @param {AnyNode} node
 * @returns {string}
 */
function sourceOf(node) {
  if (node.type === "TemplateElement") {
    return node.value.raw;
  }
  return typeof node.value === "string" ? node.raw : "";
}

/** Escapes of characters above 0x7f; an escaped backslash in front is passed over. */
const highEscape = /(?<!\\)(?:\\\\)*\\(?:x[89a-f]|u(?!00[0-7]|\{))/i;
const braceEscape = /(?<!\\)(?:\\\\)*\\u\{/;
const lineContinuation = /(?<!\\)(?:\\\\)*\\\r?\n/;

/** @param {AnyNode} node */
function isBeyondAscii(node) {
  const source = node.regex == null ? sourceOf(node) : node.raw;
  return /[^\t\n\r -~]/.test(source) || highEscape.test(source);
}

/**
 * A regular expression's pattern with each escaped character as `x` and each bracket list as `[]`.
 *
 * @param {AnyNode} node
 * @returns {string}
 */
function skeletonOf(node) {
  const unescaped = node.regex.pattern.replace(/\\[^]/g, "x");
  return unescaped.replace(/\[\^?[^\]]*\]/g, "[]");
}

/**
 * The bracket lists of a regular expression's pattern.
 *
 * @param {AnyNode} node
 * @returns {string[]}
 */
function bracketLists(node) {
  return node.regex.pattern.match(/(?<!\\)\[(?:\\[^]|[^\]\\])*\]/g) ?? [];
}

/**
 * @param {AnyNode} node
 * @param {string} name
 */
function isArgumentOf(node, name) {
  return node.parent?.type === "CallExpression" && node.parent.callee.name === name;
}

/**
 * @param {string} id
 * @param {string} message
 * @param {(node: AnyNode) => boolean} test
 */
function regexConstruct(id, message, test) {
  return construct(id, "Literal", message, (node) => node.regex != null && test(node));
}

const texts = [
  construct(
    "non-ascii",
    textTypes,
    "ucode's strings are bytes and 24.10 reads \\xff as two; keep to ASCII, build bytes with chr(…)",
    isBeyondAscii
  ),
  construct("brace-escape", textTypes, "ucode has no \\u{…}; write the character itself", (node) =>
    braceEscape.test(sourceOf(node))
  ),
  construct(
    "line-continuation",
    textTypes,
    "ucode keeps the line break after a backslash; write two strings with +",
    (node) => lineContinuation.test(sourceOf(node))
  ),
  regexConstruct(
    "regex-flag",
    "ucode has no flag but g, i and s, and s is inverted before 2026-03; use g and i only",
    (node) => /[^gi]/.test(node.regex.flags)
  ),
  regexConstruct(
    "regex-group",
    "POSIX expressions have no (?:…), look-around or named groups; write a plain group (…)",
    (node) => skeletonOf(node).includes("(?")
  ),
  regexConstruct(
    "regex-lazy",
    "POSIX expressions are always greedy; write a narrower list, such as [^,]*",
    (node) => /[*+?}]\?/.test(skeletonOf(node))
  ),
  regexConstruct(
    "regex-backreference",
    "ucode's expressions have no back references; compare the groups yourself",
    (node) => /\\[1-9k]/.test(node.regex.pattern.replaceAll("\\\\", ""))
  ),
  regexConstruct(
    "regex-list-escape",
    "\\w, \\d and \\s mean nothing inside […] in ucode; write [A-Za-z0-9_], [0-9], [ \\t]",
    (node) => bracketLists(node).some((list) => /\\[wdsbWDSB]/.test(list))
  ),
  regexConstruct(
    "regex-posix-class",
    "[[:alpha:]] is known to ucode only; write [A-Za-z]",
    (node) => node.regex.pattern.includes("[[:")
  ),
  regexConstruct(
    "regex-empty-list",
    "a ] directly after [ belongs to the list in ucode and ends it in JavaScript; write \\] elsewhere",
    (node) => /(?<!\\)\[\^?\]/.test(node.regex.pattern)
  ),
  regexConstruct(
    "regex-anchor",
    `since 2026-03 ^ and $ also match at line breaks inside the text; write matchLine(text, /…/) of ${textFile}`,
    (node) => /[$^]/.test(skeletonOf(node)) && !isArgumentOf(node, "matchLine")
  ),
  regexConstruct("regex-dot", "on 24.10 a dot is a line break too; write [^\\n]", (node) =>
    skeletonOf(node).includes(".")
  ),
  regexConstruct(
    "regex-negated-list",
    "since 2026-03 a list such as [^a] leaves out line breaks; write [^\\na], and treat \\n on its own",
    (node) => bracketLists(node).some((list) => list.startsWith("[^") && !list.includes("\\n"))
  ),
  regexConstruct(
    "regex-brace",
    "a { that begins no repetition is an error in ucode; write \\{",
    (node) => /\{(?!\d+(,\d*)?\})/.test(skeletonOf(node))
  ),
];

export { texts };

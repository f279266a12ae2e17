/** Operators, literals of objects and arrays, and names. */
import { construct } from "./construct.mjs";
import { referencesOf } from "./scope.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./construct.mjs").SourceFile} SourceFile */

/**
 * A construct that is one operator.
 *
 * @param {string} id
 * @param {string} operator
 * @param {string} message
 */
function operatorConstruct(id, operator, message) {
  const type = /^(typeof|void)$/.test(operator) ? "UnaryExpression" : "BinaryExpression";
  return construct(id, type, message, (node) => node.operator === operator);
}

/**
 * A construct that is the use of a global name.
 *
 * @param {string} name
 * @param {string} message
 */
function globalConstruct(name, message) {
  return construct(name.toLowerCase(), "Program", message, (program) =>
    referencesOf(program)
      .filter((reference) => reference.binding == null && reference.identifier.name === name)
      .map((reference) => reference.identifier)
  );
}

/** @param {AnyNode} node */
function isDestructuring(node) {
  const parents = ["ObjectPattern", "ArrayPattern"];
  return !parents.includes(node.parent?.type ?? "") && !parents.includes(outerPattern(node));
}

/** @param {AnyNode} node */
function outerPattern(node) {
  const inside = ["Property", "AssignmentPattern", "RestElement"];
  return inside.includes(node.parent?.type ?? "") ? (node.parent?.parent?.type ?? "") : "";
}

/** @param {AnyNode} node */
function spreadsNothing(node) {
  const what = node.argument;
  return what.type === "ChainExpression" || (what.type === "Literal" && !isNumberLiteral(what));
}

/**
 * Whether the access, or one before it in the same chain, is optional.
 *
 * @param {AnyNode} node
 * @returns {boolean}
 */
function isOptionalLink(node) {
  const isLink = node.type === "MemberExpression" || node.type === "CallExpression";
  return isLink && (node.optional === true || isOptionalLink(node.object ?? node.callee));
}

/** @param {AnyNode} node */
function isNumberLiteral(node) {
  return typeof node.value === "number";
}

const expressions = [
  construct(
    "destructuring",
    ["ObjectPattern", "ArrayPattern"],
    "ucode has no destructuring; name each value: const a = object.a",
    isDestructuring
  ),
  construct("new", "NewExpression", "ucode has no new; call a function that returns an object"),
  construct(
    "class",
    ["ClassDeclaration", "ClassExpression"],
    "ucode has no class; write a function that returns an object"
  ),
  operatorConstruct("typeof", "typeof", "ucode has no typeof; write type(value)"),
  operatorConstruct("void", "void", "ucode has no void; leave it out, or write null"),
  operatorConstruct("instanceof", "instanceof", "ucode has no instanceof; test a property"),
  construct("array-hole", "ArrayExpression", "ucode has no holes in arrays; write null", (node) =>
    node.elements.includes(null)
  ),
  construct(
    "accessor",
    "Property",
    "ucode has no getters and setters; write a function property",
    (node) => node.kind === "get" || node.kind === "set"
  ),
  construct(
    "shorthand-method",
    "Property",
    "ucode 24.10 has no shorthand methods; write name: function() { … } or name: () => …",
    (node) => node.method === true
  ),
  construct(
    "number-key",
    "Property",
    'ucode takes no numbers as keys; write the key as a string, "1": …',
    (node) => node.computed !== true && isNumberLiteral(node.key)
  ),
  construct(
    "proto-key",
    ["Property", "MemberExpression"],
    "__proto__ is a plain key in ucode and the prototype in JavaScript; use another name",
    (node) => isProto(node.key) || isProto(node.property)
  ),
  construct(
    "tagged-template",
    "TaggedTemplateExpression",
    "ucode has no tagged templates; call the function with a template"
  ),
  construct(
    "spread-nothing",
    "SpreadElement",
    "ucode spreads arrays and objects only, null ends the program; write ...(value ?? [])",
    spreadsNothing
  ),
  construct(
    "optional-chain",
    ["MemberExpression", "CallExpression"],
    "on 24.10 only the first access of a?.b.c is optional and the next one throws; write a?.b?.c",
    (node) => node.optional !== true && isOptionalLink(node.object ?? node.callee)
  ),
  construct(
    "delete-target",
    "UnaryExpression",
    "ucode deletes plain properties only; write delete object.key after a test for null",
    (node) => node.operator === "delete" && node.argument.type !== "MemberExpression"
  ),
  construct(
    "negative-index",
    "MemberExpression",
    "a negative index counts from the end in ucode; write list[length(list) - 1]",
    (node) => node.computed === true && node.property.type === "UnaryExpression"
  ),
  construct("meta-property", "MetaProperty", "ucode has no import.meta and new.target; remove it"),
  globalConstruct("undefined", "ucode has no undefined; write null, and test with == null"),
  globalConstruct("Symbol", "ucode has no Symbol; use a string key"),
  globalConstruct("arguments", "ucode has no arguments; name the parameters, or write ...rest"),
  construct(
    "name-letters",
    "Identifier",
    "ucode's names are of A-Z a-z 0-9 and _ only; write another name",
    (node) => !/^[A-Za-z0-9_]+$/.test(node.name)
  ),
  construct("jsx", ["JSXElement", "JSXFragment"], "ucode has no JSX; the page belongs in frontend"),
];

/** @param {AnyNode | undefined} name */
function isProto(name) {
  return name != null && (name.name === "__proto__" || name.value === "__proto__");
}

export { expressions };

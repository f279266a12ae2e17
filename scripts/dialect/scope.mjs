/**
 * Names of a module and where they are declared and used, as far as the dialect's rules need it.
 * Types are passed over: they do not exist on the router.
 */
import { childrenOf, isTypeOnly } from "./ast.mjs";

/** @typedef {import("./ast.mjs").AnyNode} AnyNode */

/**
 * @typedef {object} Binding
 * @property {string} name
 * @property {"function" | "variable" | "parameter" | "import"} kind
 * @property {AnyNode} identifier
 * @property {AnyNode} declaration The declarator, function, parameter or import that makes the name.
 * @property {Scope} scope
 * @property {number} readyAt Offset from which ucode knows the name.
 * @property {boolean} isLoopVariable Declared in the head of a `for`.
 */

/**
 * @typedef {object} Scope
 * @property {AnyNode} node
 * @property {Scope | null} parent
 * @property {Map<string, Binding>} bindings
 */

/**
 * @typedef {object} Reference
 * @property {AnyNode} identifier
 * @property {Scope} scope
 * @property {Binding | null} binding Null for a global name.
 */

const functionTypes = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
]);

const blockTypes = new Set([
  "Program",
  "BlockStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "SwitchStatement",
  "CatchClause",
]);

/** @param {AnyNode} node */
function isFunction(node) {
  return functionTypes.has(node.type);
}

/**
 * The identifiers that a declaration's pattern makes.
 *
 * @param {AnyNode | null} pattern
 * @returns {AnyNode[]}
 */
function namesIn(pattern) {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern];
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap(namesIn);
    case "ObjectPattern":
      return pattern.properties.flatMap((/** @type {AnyNode} */ property) =>
        namesIn(property.type === "Property" ? property.value : property)
      );
    default:
      return [];
  }
}

/**
 * Adds a declaration's names to a scope; offsets are ucode's, so a variable is known after its own
 * initial value and a function from its own name on, never earlier.
 *
 * @param {Scope} scope
 * @param {AnyNode} declaration
 * @param {Binding["kind"]} kind
 * @param {AnyNode | null} pattern
 * @param {number} readyAt
 */
function declare(scope, declaration, kind, pattern, readyAt) {
  for (const identifier of namesIn(pattern)) {
    const loop = scope.node.type.startsWith("For");
    const binding = { identifier, declaration, kind, scope, readyAt, isLoopVariable: loop };
    scope.bindings.set(identifier.name, { name: identifier.name, ...binding });
  }
}

/**
 * @param {Scope} scope
 * @param {AnyNode} node
 */
function declareAllIn(scope, node) {
  if (isTypeOnly(node)) {
    return;
  }
  if (node.type === "FunctionDeclaration") {
    declare(scope, node, "function", node.id, node.start);
  } else if (node.type === "VariableDeclaration") {
    const inForIn = scope.node.type === "ForInStatement" || scope.node.type === "ForOfStatement";
    for (const declarator of node.declarations) {
      const readyAt = inForIn ? declarator.start : declarator.end;
      declare(scope, declarator, "variable", declarator.id, readyAt);
    }
  } else if (node.type === "ImportDeclaration") {
    for (const specifier of node.specifiers) {
      declare(scope, specifier, "import", specifier.local, node.end);
    }
  } else if (node.type === "ExportNamedDeclaration" && node.declaration != null) {
    declareAllIn(scope, node.declaration);
  }
}

/**
 * @param {AnyNode} node A node that opens a scope.
 * @param {Scope | null} parent
 * @returns {Scope}
 */
function openScope(node, parent) {
  /** @type {Scope} */
  const scope = { node, parent, bindings: new Map() };
  if (isFunction(node)) {
    for (const parameter of node.params) {
      declare(scope, parameter, "parameter", parameter, node.start);
    }
    if (node.type === "FunctionExpression") {
      declare(scope, node, "function", node.id, node.start);
    }
  }
  if (node.type === "CatchClause") {
    declare(scope, node, "parameter", node.param, node.start);
  }
  const cases = node.type === "SwitchStatement" ? node.cases : [];
  const inCases = cases.flatMap((/** @type {AnyNode} */ one) => one.consequent);
  const body = Array.isArray(node.body) ? node.body : [];
  for (const statement of [...body, ...inCases, node.init, node.left]) {
    if (statement != null) {
      declareAllIn(scope, statement);
    }
  }
  return scope;
}

/**
 * Whether an identifier reads or writes a variable, and is no declaration, property name or label.
 *
 * @param {AnyNode} node
 */
function isReference(node) {
  const owner = node.parent;
  if (node.type !== "Identifier" || owner == null) {
    return false;
  }
  switch (owner.type) {
    case "MemberExpression":
      return owner.object === node || owner.computed;
    case "Property":
      return owner.value === node || owner.computed;
    case "VariableDeclarator":
      return owner.init === node;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return false;
    case "ExportSpecifier":
      return owner.local === node;
    default:
      return !owner.type.startsWith("Import") && !isFunctionName(owner, node);
  }
}

/**
 * @param {AnyNode} owner
 * @param {AnyNode} identifier
 */
function isFunctionName(owner, identifier) {
  const named = isFunction(owner) && (owner.id === identifier || owner.params.includes(identifier));
  return named || owner.type.startsWith("Class") || owner.type === "CatchClause";
}

/**
 * @param {string} name
 * @param {Scope | null} scope
 * @returns {Binding | null}
 */
function lookUp(name, scope) {
  return scope == null ? null : (scope.bindings.get(name) ?? lookUp(name, scope.parent));
}

/**
 * Every use of a variable in a module, with the declaration it means, and every scope.
 *
 * @param {AnyNode} program
 */
function namesOf(program) {
  /** @type {Reference[]} */
  const references = [];
  /** @type {Scope[]} */
  const scopes = [];
  /**
   * @param {AnyNode} node
   * @param {Scope | null} outer
   */
  function visit(node, outer) {
    if (isTypeOnly(node)) {
      return;
    }
    const opens = isFunction(node) || blockTypes.has(node.type);
    const scope = opens ? openScope(node, outer) : outer;
    if (scope != null && scope !== outer) {
      scopes.push(scope);
    }
    if (scope != null && isReference(node)) {
      references.push({ identifier: node, scope, binding: lookUp(node.name, scope) });
    }
    for (const child of childrenOf(node)) {
      child.parent ??= node;
      visit(child, scope);
    }
  }
  visit(program, null);
  return { references, scopes };
}

/** @type {WeakMap<AnyNode, Reference[]>} */
const cache = new WeakMap();

/**
 * The uses of `namesOf`, once for each module however many rules ask.
 *
 * @param {AnyNode} program
 */
function referencesOf(program) {
  const known = cache.get(program) ?? namesOf(program).references;
  cache.set(program, known);
  return known;
}

/**
 * The declaration that a used name means, or null for a global name.
 *
 * @param {AnyNode} identifier
 * @returns {Binding | null}
 */
function bindingAt(identifier) {
  let program = identifier;
  while (program.parent != null) {
    program = program.parent;
  }
  return referencesOf(program).find((one) => one.identifier === identifier)?.binding ?? null;
}

export { bindingAt, isFunction, namesOf, referencesOf };

import { isFunction, namesOf } from "../dialect/scope.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("../dialect/scope.mjs").Binding} Binding */
/** @typedef {import("../dialect/scope.mjs").Scope} Scope */
/** @typedef {import("./edits.mjs").Edit} Edit */

/**
 * A declared name and all that is written in its stead when it changes.
 *
 * @typedef {object} Variable
 * @property {AnyNode[]} identifiers Its declaration and its uses.
 * @property {Set<Scope>} scopes Where no other variable may have its name.
 * @property {boolean} isOuter Declared outside all functions.
 */

/** Words of ucode and of JavaScript, whose parser reads the bundle again, that a short name may be. */
const words = ["do", "if", "in", "is", "as", "of", "for", "let", "new", "try", "var", "get", "set"];

/** Those first that the words of programs have most of: compression likes repetition. */
const letters = "etnrisaocldupmfhgvbykwxjqzETNRISAOCLDUPMFHGVBYKWXJQZ_";
const letterCount = letters.length;

/** So many letters are left to the variables of functions, whose code then looks more alike. */
const innerLetterCount = 12;

/**
 * The names of one, two and more letters, the shortest first.
 *
 * @param {number} first How many are passed over.
 * @returns {Generator<string, never>}
 */
function* shortNames(first) {
  for (let index = first; ; index++) {
    let name = "";
    for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / letterCount)) {
      name = letters[(rest - 1) % letterCount] + name;
    }
    if (!words.includes(name)) {
      yield name;
    }
  }
}

/**
 * The function that a scope is in, or the program.
 *
 * @param {Scope} scope
 */
function functionOf(scope) {
  let one = scope;
  while (one.parent != null && !isFunction(one.node)) {
    one = one.parent;
  }
  return one;
}

/**
 * The scopes from one up to another that is around it, both included; all of them when there is none.
 *
 * @param {Scope | null} scope
 * @param {Scope | null} end
 * @returns {Scope[]}
 */
function scopesUpTo(scope, end) {
  return scope == null ? [] : [scope, ...(scope === end ? [] : scopesUpTo(scope.parent, end))];
}

/**
 * Every variable of a program, and for every scope the names of others that it uses.
 *
 * @param {AnyNode} program
 */
function variablesOf(program) {
  const { references, scopes } = namesOf(program);
  /** @type {Map<Binding, Variable>} */
  const variables = new Map();
  /** @type {Map<Scope, Set<string>>} */
  const taken = new Map(scopes.map((scope) => [scope, new Set()]));
  // In a function of its own a name may hide another that is not used there; inside one function none
  // is hidden, because ucode takes a parameter and a variable of the body for the same scope.
  const inner = new Map(scopes.map((scope) => [scope, /** @type {Scope[]} */ ([])]));
  for (const scope of scopes) {
    scopesUpTo(scope, functionOf(scope)).forEach((outer) => inner.get(outer)?.push(scope));
  }
  for (const scope of scopes) {
    for (const binding of scope.bindings.values()) {
      variables.set(binding, {
        identifiers: [binding.identifier],
        scopes: new Set(inner.get(scope)),
        isOuter: scope.parent == null,
      });
    }
  }
  for (const { identifier, scope, binding } of references) {
    const variable = binding == null ? null : variables.get(binding);
    if (variable == null) {
      scopesUpTo(scope, null).forEach((one) => taken.get(one)?.add(identifier["name"]));
    } else {
      scopesUpTo(scope, binding?.scope ?? null).forEach((one) => variable.scopes.add(one));
      if (!variable.identifiers.includes(identifier)) {
        variable.identifiers.push(identifier);
      }
    }
  }
  return { variables: [...variables.values()], taken };
}

/**
 * The edit that gives an identifier another name and keeps what others call it.
 *
 * @param {AnyNode} identifier
 * @param {string} name
 * @returns {Edit}
 */
function rename(identifier, name) {
  const own = identifier["name"];
  const { start, parent } = identifier;
  const end = start + own.length;
  if (parent?.type === "Property" && parent["shorthand"]) {
    return { start, end, text: `${own}:${name}` };
  }
  if (parent?.type === "ExportSpecifier" && parent["exported"].start === start) {
    return { start, end, text: `${name} as ${own}` };
  }
  if (parent?.type === "ImportSpecifier" && parent["imported"].start === start) {
    return { start, end, text: `${own} as ${name}` };
  }
  return { start, end, text: name };
}

/**
 * The variables of the whole program first, those used most before others; then those of functions in the
 * order of their declarations.
 *
 * @param {Variable} a
 * @param {Variable} b
 */
function compareVariables(a, b) {
  if (a.isOuter !== b.isOuter) {
    return a.isOuter ? -1 : 1;
  }
  const [first, second] = [a, b].map(({ identifiers }) => identifiers[0]?.start ?? 0);
  const byUse = b.identifiers.length - a.identifiers.length;
  return (a.isOuter ? byUse : 0) || (first ?? 0) - (second ?? 0);
}

/**
 * Edits that give every variable of a program the shortest name that is free wherever it is known. Names
 * of properties, of exports and of ucode's own functions stay.
 *
 * @param {AnyNode} program
 * @returns {Edit[]}
 */
function shortNameEdits(program) {
  const { variables, taken } = variablesOf(program);
  return variables.toSorted(compareVariables).flatMap(({ identifiers, scopes, isOuter }) => {
    const around = [...scopes].map((scope) => taken.get(scope));
    for (const name of shortNames(isOuter ? innerLetterCount : 0)) {
      if (!around.some((names) => names?.has(name))) {
        around.forEach((names) => names?.add(name));
        return identifiers.map((identifier) => rename(identifier, name));
      }
    }
    return [];
  });
}

export { shortNameEdits, shortNames };

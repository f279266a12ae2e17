import { walk } from "../dialect/ast.mjs";
import { referencesOf } from "../dialect/scope.mjs";

/** @typedef {import("./link.mjs").Linked} Linked */
/** @typedef {import("./link.mjs").Thing} Thing */

/**
 * Every identifier in a module, whatever it means.
 *
 * @param {Linked} linked
 */
function identifiersIn({ module }) {
  /** @type {Set<string>} */
  const names = new Set();
  walk(module.program, (node) => {
    if (node.type === "Identifier") {
      names.add(node["name"]);
    }
  });
  return names;
}

/** @param {Linked} linked */
function globalsOf({ module }) {
  return referencesOf(module.program)
    .filter(({ binding }) => binding == null)
    .map(({ identifier }) => String(identifier["name"]));
}

/**
 * Names for a thing from the best to the worst: its own, then with more and more of where it comes from.
 *
 * @param {Thing} thing
 * @returns {Generator<string, never>}
 */
function* namesFor({ name, home }) {
  yield name;
  const parts = home.replace(/\.ts$/, "").split(/\W+/).filter(Boolean);
  for (let count = 1; count <= parts.length; count++) {
    yield [name, ...parts.slice(-count)].join("_");
  }
  for (let count = 2; ; count++) {
    yield [name, ...parts, count].join("_");
  }
}

/**
 * One name for each thing in the one scope that a bundle's modules share: different for different
 * things, no builtin's that any module uses, and, where it is not the name that a module has for it,
 * one that means nothing else anywhere in that module.
 *
 * @param {Linked[]} linked
 * @param {(thing: Thing) => boolean} isLive The others need no name.
 * @returns {Map<Thing, string>}
 */
function nameThings(linked, isLive) {
  const taken = new Set(linked.flatMap(globalsOf));
  /** @type {Map<Thing, { local: string, identifiers: Set<string> }[]>} */
  const users = new Map();
  for (const one of linked) {
    const identifiers = identifiersIn(one);
    for (const [local, thing] of one.things) {
      users.set(thing, [...(users.get(thing) ?? []), { local, identifiers }]);
    }
  }
  /** @type {Map<Thing, string>} */
  const names = new Map();
  for (const [thing, itsUsers] of users) {
    for (const name of isLive(thing) ? namesFor(thing) : []) {
      const isFree = itsUsers.every((user) => user.local === name || !user.identifiers.has(name));
      if (isFree && !taken.has(name)) {
        taken.add(name);
        names.set(thing, name);
        break;
      }
    }
  }
  return names;
}

export { nameThings };

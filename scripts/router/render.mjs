import { applyEdits, blank } from "./edits.mjs";
import { declaredBy } from "./link.mjs";
import { markerOf } from "./marker.mjs";
import { nameThings } from "./names.mjs";
import { thingsIn } from "./parts.mjs";
import { proseIn } from "./prose.mjs";
import { sharedName } from "./sources.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./edits.mjs").Edit} Edit */
/** @typedef {import("./link.mjs").Linked} Linked */
/** @typedef {import("./link.mjs").Thing} Thing */
/** @typedef {import("./parts.mjs").Part} Part */

/** @typedef {Map<Thing, string>} Names */

/**
 * The edit that writes something else for an identifier, its name in the bundle or a value.
 *
 * @param {AnyNode} identifier
 * @param {string} name
 * @returns {Edit[]}
 */
function rename(identifier, name) {
  const own = identifier["name"];
  const { start } = identifier;
  const isShorthand = identifier.parent?.type === "Property" && identifier.parent["shorthand"];
  const text = isShorthand ? `${own}: ${name}` : name;
  // A declared name's node ends behind its type.
  return own === name ? [] : [{ start, end: start + own.length, text }];
}

/**
 * @param {Names} names
 * @param {Thing | undefined} thing
 */
function nameOf(names, thing) {
  const name = thing == null ? null : names.get(thing);
  if (name == null) {
    throw new Error(`the build has no name for ${thing?.name} of ${thing?.home}`);
  }
  return name;
}

/**
 * A module's share of a bundle, empty when nothing of it is in there. A marker tells which line of which
 * source the next one is; all others follow in the source's order, one for one.
 *
 * @param {Linked} linked
 * @param {Set<AnyNode>} chosen
 * @param {Names} names
 */
function renderModule({ module, statements, things, uses, constants }, chosen, names) {
  const kept = statements.filter((statement) => chosen.has(statement));
  if (kept.length === 0) {
    return "";
  }
  const dropped = statements.filter((statement) => !chosen.has(statement));
  const text = blank(blank(module.text, dropped), proseIn(module));
  const declared = kept.flatMap(declaredBy).flatMap((identifier) => {
    return rename(identifier, nameOf(names, things.get(identifier["name"])));
  });
  const used = uses
    .filter(({ statement }) => chosen.has(statement))
    .flatMap(({ identifier, thing }) => rename(identifier, nameOf(names, thing)));
  const values = constants
    .filter(({ statement }) => chosen.has(statement))
    .flatMap(({ identifier, text: value }) => rename(identifier, value));
  const code = applyEdits(text, [...declared, ...used, ...values]);
  const before = /^\s*\n/.exec(code)?.[0] ?? "";
  const marker = markerOf(module.source.path, before.split("\n").length);
  return `${marker}\n${code.slice(before.length).trimEnd()}\n`;
}

/**
 * The imports of ucode's modules and of what is shared, one statement for each.
 *
 * @param {Names} names
 * @param {Map<Thing, string>} shared What the shared bundle calls its exports.
 */
function renderImports(names, shared) {
  /** @type {Map<string, string[]>} */
  const listsByHome = new Map();
  const whole = [];
  for (const [thing, name] of names) {
    const imported = shared.get(thing) ?? thing.imported;
    const home = shared.has(thing) ? `"./${sharedName}"` : thing.home;
    if (imported === "*") {
      whole.push(`import * as ${name} from ${home};\n`);
    } else if (imported != null) {
      // In quotes an import may name what is a word of the language, such as rtnl's const.
      const text = imported === name ? name : `"${imported}" as ${name}`;
      listsByHome.set(home, [...(listsByHome.get(home) ?? []), text]);
    }
  }
  const lists = [...listsByHome].map(([home, list]) => {
    return `import { ${list.join(", ")} } from ${home};\n`;
  });
  return [...whole, ...lists].join("");
}

/**
 * @param {Map<string, Thing>} exports
 * @param {Names} names
 */
function renderExports(exports, names) {
  const list = [...exports].map(([exported, thing]) => {
    const name = nameOf(names, thing);
    return name === exported ? name : `${name} as ${exported}`;
  });
  return list.length === 0 ? "" : `export { ${list.join(", ")} };\n`;
}

/**
 * The text of a bundle: a program without types, its modules in one scope, in which a name that means two
 * things is changed. Each module is behind the line that tells where it comes from.
 *
 * @param {Linked[]} linked
 * @param {Part} part
 * @param {Map<Thing, string>} shared What the bundle of shared code exports, and under which names.
 */
function renderPart(linked, { statements, exports }, shared) {
  const own = linked.filter((one) => one.statements.some((each) => statements.has(each)));
  const needed = new Set([...exports.values(), ...thingsIn(own, statements)]);
  const names = nameThings(own, (thing) => needed.has(thing));
  return [
    renderImports(names, shared),
    ...own.map((one) => renderModule(one, statements, names)),
    renderExports(exports, names),
  ].join("");
}

export { renderPart };

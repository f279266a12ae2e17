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
 * How programs give code that they load late what it borrows.
 *
 * @typedef {object} Terms
 * @property {string} buildId
 * @property {Map<string, Thing[]>} loans By the repository path of the late entry.
 */

/** What the function of a late part is called before names are shortened. */
const lateFunction = "mini_mwan_late";

/** Its first parameter, the build that calls it. */
const callerName = "mini_mwan_caller";

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
 * @param {Terms} terms
 */
function renderModule({ module, statements, things, uses, constants }, chosen, names, terms) {
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
  const given = module.late.map(({ call, path }) => {
    const loan = (terms.loans.get(path) ?? []).map((thing) => nameOf(names, thing));
    const end = call.end - 1;
    return { start: end, end, text: [`"${terms.buildId}"`, ...loan].join(", ") };
  });
  const code = applyEdits(text, [...declared, ...used, ...values, ...given]);
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
 * What modules lend to code that they load late.
 *
 * @param {Linked[]} linked
 * @param {Terms} terms
 */
function lentBy(linked, { loans }) {
  return linked.flatMap(({ module }) => module.late.flatMap(({ path }) => loans.get(path) ?? []));
}

/**
 * Whether the module declares the thing.
 *
 * @param {Linked} linked
 * @param {Thing} thing
 */
function isOf({ module }, { home }) {
  return module.source.path === home;
}

/**
 * The modules of a late part as one function: it is called with the build and what it borrows, and gives
 * an object of what its entry exports.
 *
 * @param {string} code
 * @param {Part} part
 * @param {Names} names
 * @param {string} buildId
 */
function renderLate(code, { exports, loan }, names, buildId) {
  const parameters = [callerName, ...(loan?.things ?? []).map((thing) => nameOf(names, thing))];
  const results = [...exports].map(([exported, thing]) => `${exported}: ${nameOf(names, thing)}`);
  return [
    `function ${lateFunction}(${parameters.join(", ")}) {`,
    `if (${callerName} != "${buildId}") { die("it is of another version than the program"); }`,
    `${code}return { ${results.join(", ")} };`,
    `}\nexport { ${lateFunction} };\n`,
  ].join("\n");
}

/**
 * The text of a bundle: a program without types, its modules in one scope, in which a name that means two
 * things is changed. Each module is behind the line that tells where it comes from.
 *
 * @param {Linked[]} linked
 * @param {Part} part
 * @param {Map<Thing, string>} shared What the bundle of shared code exports, and under which names.
 * @param {Terms} terms
 */
function renderPart(linked, part, shared, terms) {
  const { statements, exports, loan } = part;
  const own = linked.filter((one) => one.statements.some((each) => statements.has(each)));
  const lent = part.entry == null || loan != null ? [] : lentBy(own, terms);
  const needed = new Set([...exports.values(), ...thingsIn(own, statements), ...lent]);
  const users = linked.filter(
    (one) => own.includes(one) || [...lent].some((thing) => isOf(one, thing))
  );
  const names = nameThings(users, (thing) => needed.has(thing));
  const code = own.map((one) => renderModule(one, statements, names, terms)).join("");
  return loan == null
    ? renderImports(names, shared) + code + renderExports(exports, names)
    : renderImports(names, new Map()) + renderLate(code, part, names, terms.buildId);
}

export { lateFunction, renderPart };

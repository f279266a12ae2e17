import { applyEdits, blank } from "./edits.mjs";
import { squeezeBlanks } from "./erase.mjs";
import { modulesBelow } from "./graph.mjs";
import { declaredBy, link } from "./link.mjs";
import { literalsIn } from "./literals.mjs";
import { liveStatements } from "./live.mjs";
import { markerOf } from "./marker.mjs";
import { nameThings } from "./names.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./edits.mjs").Edit} Edit */
/** @typedef {import("./link.mjs").Linked} Linked */
/** @typedef {import("./link.mjs").Thing} Thing */
/** @typedef {import("./module.mjs").Module} Module */

/** @typedef {Map<Thing, string>} Names */

/**
 * The edit that gives an identifier its name in the bundle, if that is another one.
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
 * A module's part of the bundle, none when nothing of it is needed. A marker tells which line of which
 * source the next one is; all others follow in the source's order, one for one.
 *
 * @param {Linked} linked
 * @param {Set<AnyNode>} live
 * @param {Names} names
 */
function renderModule({ module, statements, things, uses }, live, names) {
  const kept = statements.filter((statement) => live.has(statement));
  if (kept.length === 0) {
    return "";
  }
  const text = blank(
    module.text,
    statements.filter((statement) => !live.has(statement))
  );
  const declared = kept.flatMap(declaredBy).flatMap((identifier) => {
    return rename(identifier, nameOf(names, things.get(identifier["name"])));
  });
  const used = uses
    .filter(({ statement }) => live.has(statement))
    .flatMap(({ identifier, thing }) => rename(identifier, nameOf(names, thing)));
  const literals = kept.flatMap(literalsIn);
  const code = applyEdits(text, [...declared, ...used, ...squeezeBlanks(text, literals)]);
  const start = code.search(/[^\n]/);
  return `${markerOf(module.source.path, code.slice(0, start).length + 1)}\n${code.trim()}\n`;
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
 * The imports of ucode's modules, one statement for each module.
 *
 * @param {Names} names
 */
function renderImports(names) {
  /** @type {Map<string, string[]>} */
  const listsByHome = new Map();
  const whole = [];
  for (const [{ home, imported }, name] of names) {
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
 * One file of ucode that is an entry with all it imports. The modules share one scope, in which a name
 * that means two things is changed; what nothing needs is left out.
 *
 * @param {(path: string) => Module} read
 * @param {string} entry Repository path.
 * @returns {{ content: string, problems: Problem[] }} `content` is empty with problems.
 */
function bundle(read, entry) {
  const { modules, problems: found } = modulesBelow(read, [entry]);
  const { linked, problems: unlinked } = link(found.length > 0 ? [] : modules);
  const problems = [...found, ...unlinked];
  if (problems.length > 0) {
    return { content: "", problems };
  }
  const exports = linked.at(-1)?.exports ?? new Map();
  const live = liveStatements(linked, exports.values());
  const needed = new Set([
    ...exports.values(),
    ...linked.flatMap(({ things, uses, statements }) => [
      ...uses.filter(({ statement }) => live.has(statement)).map(({ thing }) => thing),
      ...statements
        .filter((statement) => live.has(statement))
        .flatMap((statement) => declaredBy(statement).map(({ name }) => things.get(name))),
    ]),
  ]);
  const names = nameThings(linked, (thing) => needed.has(thing));
  const parts = [
    `// ${entry} and all that it imports; scripts/where.mjs finds a line's source.\n`,
    renderImports(names),
    ...linked.map((one) => renderModule(one, live, names)),
    renderExports(exports, names),
  ];
  return { content: parts.join(""), problems };
}

export { bundle };

import { problemAt } from "../problem.mjs";
import { isTypeOnly } from "../dialect/ast.mjs";
import { referencesOf } from "../dialect/scope.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./imports.mjs").Import} Import */
/** @typedef {import("./module.mjs").Module} Module */

/**
 * What a name outside all functions stands for: a variable or function of one module, or an export of
 * a module of ucode.
 *
 * @typedef {object} Thing
 * @property {string} name Its name where it is declared, or in the first module that imports it.
 * @property {string} home The source's path, or the module of ucode in quotes.
 * @property {string | null} imported How an import names it, `*` for a whole module; null when it is ours.
 */

/**
 * A use of a thing.
 *
 * @typedef {object} Use
 * @property {AnyNode} identifier
 * @property {AnyNode} statement The module's statement it is in.
 * @property {Thing} thing
 */

/**
 * A module with what its names stand for.
 *
 * @typedef {object} Linked
 * @property {Module} module
 * @property {AnyNode[]} statements Of the program, without types.
 * @property {Map<string, Thing>} things By the module's own names for them.
 * @property {Map<string, Thing>} exports
 * @property {Use[]} uses
 * @property {(Use & { text: string })[]} constants Uses in whose stead a value is written.
 */

/**
 * The identifiers that a statement outside all functions declares.
 *
 * @param {AnyNode} statement
 * @returns {AnyNode[]}
 */
function declaredBy(statement) {
  if (statement.type === "FunctionDeclaration") {
    return [statement["id"]];
  }
  return statement.type === "VariableDeclaration"
    ? statement["declarations"].map((/** @type {AnyNode} */ one) => one["id"])
    : [];
}

/** @param {AnyNode} identifier */
function statementAround(identifier) {
  let node = identifier;
  while (node.parent != null && node.parent.type !== "Program") {
    node = node.parent;
  }
  return node;
}

/**
 * The uses of what is declared or imported outside all functions.
 *
 * @param {AnyNode} program
 * @param {Map<string, Thing>} things
 * @returns {Use[]}
 */
function usesIn(program, things) {
  return referencesOf(program).flatMap(({ identifier, binding }) => {
    const thing = binding?.scope.node === program ? things.get(binding.name) : null;
    const statement = statementAround(identifier);
    return thing == null || statement.type === "ExportNamedDeclaration"
      ? []
      : [{ identifier, statement, thing }];
  });
}

/**
 * Finds out what every name of the modules stands for.
 *
 * @param {Module[]} modules Each behind those it imports.
 * @returns {{ linked: Linked[], problems: Problem[] }}
 */
function link(modules) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Map<string, Linked>} */
  const linkedByPath = new Map();
  /** @type {Map<string, Thing>} */
  const foreign = new Map();

  /**
   * @param {AnyNode} specifier
   * @param {string} home
   */
  function foreignThing(specifier, home) {
    const imported = specifier["imported"]?.name ?? specifier["imported"]?.value ?? "*";
    const key = `${home} ${imported}`;
    const thing = foreign.get(key) ?? { name: specifier["local"].name, home, imported };
    foreign.set(key, thing);
    return thing;
  }

  /**
   * @param {Import} one
   * @param {AnyNode} specifier
   * @returns {Thing | string} A text is what is wrong.
   */
  function importedThing({ path, specifier: home }, specifier) {
    if (path == null) {
      return foreignThing(specifier, home);
    }
    if (specifier.type === "ImportNamespaceSpecifier") {
      return "a module of ours has no object in the bundle; import the names you need in braces";
    }
    const name = specifier["imported"].name;
    const thing = linkedByPath.get(path)?.exports.get(name);
    return thing ?? `${path} does not export ${name}; correct the name or export it there`;
  }

  /** @param {Module} module */
  function linkModule(module) {
    const { source, program, imports } = module;
    /** @type {Map<string, Thing>} */
    const things = new Map();
    for (const one of imports) {
      for (const specifier of one.statement["specifiers"]) {
        const thing = importedThing(one, specifier);
        if (typeof thing === "string") {
          problems.push(problemAt(source, specifier.start, thing));
        } else {
          things.set(specifier.local.name, thing);
        }
      }
    }
    /** @type {AnyNode[]} */
    const all = program["body"];
    const statements = all.filter((statement) => !isTypeOnly(statement));
    for (const { name } of statements.flatMap(declaredBy)) {
      things.set(name, { name, home: source.path, imported: null });
    }
    const listed = statements
      .filter(({ type }) => type === "ExportNamedDeclaration")
      .flatMap((statement) => statement["specifiers"]);
    /** @type {Map<string, Thing>} */
    const exports = new Map();
    for (const { local, exported } of listed) {
      const thing = things.get(local.name);
      if (thing != null) {
        exports.set(exported.name, thing);
      }
    }
    const uses = usesIn(program, things);
    linkedByPath.set(source.path, { module, statements, things, exports, uses, constants: [] });
  }

  modules.forEach(linkModule);
  return { linked: [...linkedByPath.values()], problems };
}

export { declaredBy, link };

/**
 * Rewrites a source file by facts: what an expression is worth takes its place, parameters that are facts are
 * not passed, and fields that the source marks as its own by a `_` get short names.
 */
import { parseSync } from "oxc-parser";

/**
 * @typedef {object} Knowledge
 * @property {Map<string, string>} facts By the expression's source without blanks and comments: what it is worth. What
 *   is assigned to such an expression is left out.
 * @property {Set<string>} unused Facts that were not met so far.
 * @property {Map<string, number[]>} needless By the function's name: its parameters that are facts.
 * @property {(long: string) => string} shortNameOf
 */

/** @typedef {{ start: number, end: number, text: string }} Edit */

/**
 * @param {any} node
 * @param {(node: any) => boolean | void} see True when the node's parts need no look.
 */
function visit(node, see) {
  if (Array.isArray(node)) {
    node.forEach((one) => visit(one, see));
  } else if (node !== null && typeof node === "object" && !(node.type && see(node))) {
    Object.values(node).forEach((one) => visit(one, see));
  }
}

/** @param {string} source */
function bare(source) {
  return source.replaceAll(/\/\*.*?\*\/|\/\/.*?\n|\s+/gs, "");
}

/**
 * Which parameters of a file's functions are facts.
 *
 * @param {string} path
 * @param {string} source
 * @param {Map<string, string>} facts
 * @returns {[name: string, positions: number[]][]}
 */
function needlessParameters(path, source, facts) {
  /** @type {[string, number[]][]} */
  const found = [];
  visit(parseSync(path, source).program, ({ type, id, params }) => {
    if (type === "FunctionDeclaration") {
      const positions = params.flatMap((/** @type {any} */ param, /** @type {number} */ at) =>
        facts.has(param.name) ? [at] : []
      );
      found.push([id.name, positions]);
    }
  });
  return found;
}

/** @param {any} name Of a field. */
function isOwnField(name) {
  return /^_[a-z]/.test(name ?? "");
}

/** One file while it is rewritten. */
class Rewriting {
  /** @type {Edit[]} */
  edits = [];

  /**
   * @param {string} source
   * @param {Knowledge} knowledge
   */
  constructor(source, knowledge) {
    this.source = source;
    this.knowledge = knowledge;
  }

  /** @param {{ start: number, end: number }} place @param {string} text */
  replace({ start, end }, text) {
    this.edits.push({ start, end, text });
    return true;
  }

  /** @param {{ start: number, end: number }} node */
  factOf({ start, end }) {
    const text = bare(this.source.slice(start, end));
    const fact = this.knowledge.facts.get(text);
    if (fact !== undefined) {
      this.knowledge.unused.delete(text);
    }
    return fact;
  }

  /** @param {any} nodes */
  look(nodes) {
    visit(nodes, (node) => this.see(node));
    return true;
  }

  /**
   * Leaves out what need not be passed, with one of the commas beside it.
   *
   * @param {string | undefined} name Of the function.
   * @param {any[]} list Its parameters, or arguments.
   * @returns {any[]} The others.
   */
  dropNeedless(name, list) {
    const needless = this.knowledge.needless.get(name ?? "") ?? [];
    for (const at of needless.filter((position) => list[position])) {
      const [before, one, after] = [list[at - 1], list[at], list[at + 1]];
      const start = after ? one.start : (before?.end ?? one.start);
      this.replace({ start, end: after?.start ?? one.end }, "");
    }
    return list.filter((_, at) => !needless.includes(at));
  }

  /** @param {any} node @returns {boolean} */
  seeAssignment(node) {
    if (this.factOf(node.left) === undefined) {
      return this.seeExpression(node);
    }
    this.replace({ start: node.start, end: node.right.start }, "");
    return this.look(node.right);
  }

  /** @param {any} node @returns {boolean} */
  seeProperty({ key, value, computed, shorthand }) {
    if (!computed && isOwnField(key.name)) {
      const short = this.knowledge.shortNameOf(key.name);
      this.replace(key, shorthand ? `${short}: ${key.name}` : short);
    }
    return shorthand || this.look(value);
  }

  /** @param {any} node @returns {boolean} */
  seeMember(node) {
    if (node.computed) {
      return false;
    }
    if (isOwnField(node.property.name)) {
      this.replace(node.property, this.knowledge.shortNameOf(node.property.name));
    }
    return this.look(node.object);
  }

  /** @param {any} node @returns {boolean} */
  seeExpression(node) {
    const fact = this.factOf(node);
    if (fact !== undefined) {
      return this.replace(node, `(${fact})`);
    }
    if (node.type === "CallExpression") {
      return this.look([node.callee, ...this.dropNeedless(node.callee.name, node.arguments)]);
    }
    return node.type === "MemberExpression" && this.seeMember(node);
  }

  /** @param {any} node @returns {boolean} Whether its parts are seen to. */
  see(node) {
    switch (node.type) {
      case "FunctionDeclaration":
        this.dropNeedless(node.id.name, node.params);
        return node.declare || this.look(node.body);
      case "VariableDeclarator":
        if (node.init && this.factOf(node.id) !== undefined) {
          return this.replace(node.init, "undefined");
        }
        return this.look(node.init);
      case "ExpressionStatement": {
        const { type, left } = node.expression;
        const isNeedless = type === "AssignmentExpression" && this.factOf(left) !== undefined;
        return isNeedless && this.replace(node, ";");
      }
      case "AssignmentExpression":
        return this.seeAssignment(node);
      case "Property":
        return this.seeProperty(node);
      case "ImportDeclaration":
      case "ExportNamedDeclaration":
        return this.look(node.declaration);
      case "ClassDeclaration":
        return node.declare;
      case "TSAsExpression":
      case "TSNonNullExpression":
        return this.look(node.expression);
      default: {
        const isType = node.type.startsWith("TS");
        return isType || (/Expression$|^Identifier$/.test(node.type) && this.seeExpression(node));
      }
    }
  }
}

/**
 * @param {string} path For messages.
 * @param {string} source
 * @param {Knowledge} knowledge
 * @returns {string}
 */
function rewrite(path, source, knowledge) {
  const rewriting = new Rewriting(source, knowledge);
  rewriting.look(parseSync(path, source).program);
  return rewriting.edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
      source
    );
}

export { bare, needlessParameters, rewrite };

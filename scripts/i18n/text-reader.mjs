/**
 * Tells which texts an expression of the router's code can have: it is followed through variables,
 * parameters and functions. What cannot be known is a value.
 */
import { parseSync } from "oxc-parser";
import tsBlankSpace from "ts-blank-space";
import { walk } from "../dialect/ast.mjs";

/** Any node of a program, with `parent` and the `path` of its file. @typedef {any} Node */
/** @typedef {ReadonlySet<Node>} Nodes Those being looked at, so that a recursion ends. */

/** Stands for what cannot be known; every sentence has a number for a value. */
const value = "7";

/** Functions that give nothing but values. */
const opaque = new Set(["error", "oneLine", "quoted", "uplinkName"]);

/** What a property can be that is set far away. @type {Record<string, string[]>} */
const known = { word: ["up", "degraded", "down", "disabled", "unknown"] };

/** @param {Node} node @returns {Node} Null at the top of a file. */
function functionAround(node) {
  let at = node.parent;
  while (at && !/Function/.test(at.type)) {
    at = at.parent;
  }
  return at ?? null;
}

/** @param {Node} node @param {string} name */
function isVariable(node, name) {
  return node.type === "VariableDeclarator" && node.id.name === name;
}

/** @param {Node} node @param {string} name */
function isCallOf(node, name) {
  return node.type === "CallExpression" && node.callee.name === name;
}

/** All texts made of one of each list, in their order. @param {string[][]} parts */
function combine(parts) {
  return parts.reduce((before, texts) => before.flatMap((a) => texts.map((b) => a + b)), [""]);
}

class TextReader {
  /** @type {Node[]} */
  #nodes = [];

  /** @param {{ path: string, text: string }[]} files TypeScript that can be followed into. */
  constructor(files) {
    for (const { path, text } of files) {
      const { program } = parseSync(path, tsBlankSpace(text));
      walk(/** @type {Node} */ (program), (node) => {
        node["path"] = path;
        this.#nodes.push(node);
      });
    }
  }

  /** Values of properties of an object. @param {string} path @param {string[]} names @returns {Node[]} */
  properties(path, names) {
    return this.#nodes
      .filter((one) => one.type === "Property" && one.path === path && names.includes(one.key.name))
      .map((one) => one.value);
  }

  /** @param {Node} node @param {Nodes} [above] @returns {string[]} Empty when it is never a text. */
  textsOf(node, above = new Set()) {
    if (!node || above.has(node)) {
      return [];
    }
    const under = new Set(above).add(node);
    switch (node.type) {
      case "Literal":
        return node.value === null ? [] : [typeof node.value === "string" ? node.value : value];
      case "TemplateLiteral":
        return this.#ofTemplate(node, under);
      case "ParenthesizedExpression":
        return this.textsOf(node.expression, under);
      case "ConditionalExpression":
        return [node.consequent, node.alternate].flatMap((one) => this.textsOf(one, under));
      case "LogicalExpression":
        return [node.left, node.right].flatMap((one) => this.textsOf(one, under));
      case "BinaryExpression":
        return combine([node.left, node.right].map((one) => this.textsOf(one, under)));
      case "CallExpression":
        return this.#ofCall(node, under);
      case "Identifier":
        return this.#ofName(node, under);
      case "MemberExpression":
        return known[node.property.name] ?? this.#ofTable(node, under);
      default:
        return [value];
    }
  }

  /** Those of the node's own file, if there are any. @param {Node} node @param {(one: Node) => boolean} fits */
  #find(node, fits) {
    const found = this.#nodes.filter(fits);
    const own = found.filter((one) => one.path === node.path);
    return own.length > 0 ? own : found;
  }

  /** @param {Node} node @param {Nodes} under */
  #ofTemplate({ quasis, expressions }, under) {
    /** @type {string[][]} */
    const parts = [[quasis[0].value.cooked]];
    for (const [index, expression] of expressions.entries()) {
      const texts = this.textsOf(expression, under);
      parts.push(texts.length > 0 ? texts : [value], [quasis[index + 1].value.cooked]);
    }
    return combine(parts);
  }

  /** @param {Node} call @param {Nodes} under @returns {string[]} */
  #ofCall(call, under) {
    const { name } = call.callee;
    switch (name) {
      case "sprintf": {
        const format = String(call.arguments[0].value);
        return [format.replace(/%%|%[\d.]*[a-z]/g, (at) => (at === "%%" ? "%" : value))];
      }
      case "join":
        return this.#ofPushed(call, under);
      case "listed": {
        const texts = this.#ofMapped(call, under);
        return [...texts, ...texts.map((text) => `${text} and ${text}`)];
      }
    }
    const isTarget = (/** @type {Node} */ one) =>
      one.type === "FunctionDeclaration" && one.id.name === name;
    const [target] = opaque.has(name) ? [] : this.#find(call, isTarget);
    return target
      ? this.#nodes
          .filter((one) => one.type === "ReturnStatement" && functionAround(one) === target)
          .flatMap((one) => this.textsOf(one.argument, under))
      : [value];
  }

  /** What a list was mapped to. @param {Node} call Of `listed`. @param {Nodes} under */
  #ofMapped(call, under) {
    const { name } = call.arguments[0];
    const around = functionAround(call);
    const [list] = this.#nodes.filter(
      (one) => isVariable(one, name) && functionAround(one) === around
    );
    return this.textsOf(list.init.arguments[1].body, under);
  }

  /** What was pushed to a list. @param {Node} call Of `join`. @param {Nodes} under */
  #ofPushed(call, under) {
    const { name } = call.arguments[1];
    const around = functionAround(call);
    const pushes = this.#nodes.filter(
      (one) =>
        isCallOf(one, "push") && one.arguments[0].name === name && functionAround(one) === around
    );
    return pushes.length > 0
      ? pushes.flatMap((one) => this.textsOf(one.arguments[1], under))
      : [value];
  }

  /** @param {Node} node An identifier. @param {Nodes} under @returns {string[]} */
  #ofName(node, under) {
    const { name } = node;
    for (let scope = functionAround(node); scope !== null; scope = functionAround(scope)) {
      const place = scope.params.findIndex((/** @type {Node} */ one) => one.name === name);
      if (place >= 0) {
        return this.#callsOf(scope).flatMap((one) => this.textsOf(one.arguments[place], under));
      }
      const at = scope;
      const own = this.#nodes.filter((one) => isVariable(one, name) && functionAround(one) === at);
      if (own.length > 0) {
        return own.flatMap((one) => this.textsOf(one.init, under));
      }
    }
    const isGlobal = (/** @type {Node} */ one) =>
      isVariable(one, name) && functionAround(one) === null;
    return this.#find(node, isGlobal).flatMap((one) => this.textsOf(one.init, under));
  }

  /** Calls of a function: those of its own file, unless it is exported. @param {Node} target */
  #callsOf(target) {
    const name = target.id?.name;
    const isExported = this.#nodes.some(
      (one) => one.type === "ExportSpecifier" && one.local.name === name
    );
    return this.#nodes.filter(
      (one) => isCallOf(one, name) && (isExported || one.path === target.path)
    );
  }

  /** Any text of a table of texts, as `table[key]`. @param {Node} node @param {Nodes} under */
  #ofTable(node, under) {
    const isTable = (/** @type {Node} */ one) =>
      isVariable(one, node.object.name) && one.init?.type === "ObjectExpression";
    const [table] = node.computed ? this.#find(node, isTable) : [];
    /** @type {Node[]} */
    const entries = table?.init.properties ?? [];
    const texts = entries.flatMap((one) => this.textsOf(one.value, under));
    return texts.length > 0 && !texts.includes(value) ? texts : [value];
  }
}

export { TextReader };

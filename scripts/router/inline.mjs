/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./link.mjs").Linked} Linked */
/** @typedef {import("./link.mjs").Thing} Thing */

/** What declaring a name takes beside its value, and using it, in bytes. */
const declarationBytes = 5;
const useBytes = 2;

/**
 * The number or text that a statement gives a name, as it is written, or null.
 *
 * @param {AnyNode} statement
 * @param {string} text
 */
function constantOf(statement, text) {
  if (statement.type !== "VariableDeclaration" || statement["kind"] !== "const") {
    return null;
  }
  const [{ init }, ...others] = statement["declarations"];
  const isNegative = init.type === "UnaryExpression" && init.operator === "-";
  const value = isNegative ? init.argument : init;
  if (others.length > 0 || value.type !== "Literal" || value.regex != null) {
    return null;
  }
  const written = text.slice(init.start, init.end);
  return isNegative ? `(${written})` : written;
}

/**
 * The modules with constants written where they are used, if that takes no more bytes than their names:
 * numbers and texts that are used once, and short ones.
 *
 * @param {Linked[]} linked
 * @returns {Linked[]}
 */
function inlineConstants(linked) {
  /** @type {Map<Thing | undefined, string>} */
  const constants = new Map();
  for (const { module, statements, things } of linked) {
    for (const statement of statements) {
      const constant = constantOf(statement, module.text);
      if (constant != null) {
        constants.set(things.get(statement["declarations"][0].id.name), constant);
      }
    }
  }
  const things = linked.flatMap(({ uses }) => uses.map(({ thing }) => thing));
  for (const [thing, { length }] of constants) {
    const count = things.filter((one) => one === thing).length;
    if (count * length > length + declarationBytes + count * useBytes) {
      constants.delete(thing);
    }
  }
  return linked.map((one) => ({
    ...one,
    uses: one.uses.filter(({ thing }) => !constants.has(thing)),
    constants: one.uses.flatMap((use) => {
      const text = constants.get(use.thing);
      return text == null ? [] : [{ ...use, text }];
    }),
  }));
}

export { inlineConstants };

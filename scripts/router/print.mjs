/**
 * Prints bundles as ucode reads them. The bundler's own printer writes JavaScript in few bytes; nearly all of
 * that is ucode, too, and the rest is put right here.
 */
import { posix } from "node:path";
import MagicString from "magic-string";
import { minifySync } from "rolldown/utils";
import { walk } from "../dialect/ast.mjs";
import { parseFile } from "../dialect/parse.mjs";
import { firstDifference } from "./same.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("rolldown").Plugin} Plugin */

/**
 * Begins the name that stands for a number until the end. Printers of JavaScript write 1.0 as 1, an integer
 * in ucode, and 1000 as 1e3, a double; names they leave alone.
 */
const numberMark = "$N";

/**
 * Puts names in place of a module's numbers.
 *
 * @param {MagicString} text
 * @param {AnyNode} program
 */
function markNumbers(text, program) {
  walk(program, (node) => {
    if (node.type === "Literal" && typeof node["value"] === "number") {
      const name = node["raw"].replace(".", "_").replace("-", "$");
      text.update(node.start, node.end, numberMark + name);
    }
  });
}

/**
 * Writes the numbers as they are in the sources, and JavaScript's nothing as ucode's.
 *
 * @param {MagicString} text
 * @param {AnyNode} program
 */
function restoreValues(text, program) {
  walk(program, ({ type, start, end, ...node }) => {
    if (type === "UnaryExpression" && node["operator"] === "void") {
      text.update(start, end, "null");
    }
    if (type === "Identifier" && node["name"].startsWith(numberMark)) {
      const number = node["name"].slice(numberMark.length).replace("_", ".").replace("$", "-");
      // ucode 24.10 takes the sign behind a hexadecimal number that ends in e for an exponent's.
      text.update(start, end, /x.*e$/i.test(number) ? `${number} ` : number);
    }
  });
}

/** ucode wants a semicolon behind these where JavaScript has a brace only. */
const semicolonTypes = ["BreakStatement", "ContinueStatement", "VariableDeclaration"];

/**
 * @param {AnyNode} node
 * @param {string} code
 */
function lacksSemicolon(node, code) {
  const isEmptyReturn = node.type === "ReturnStatement" && node["argument"] == null;
  return (
    (isEmptyReturn || semicolonTypes.includes(node.type)) &&
    code[node.end] === "}" &&
    code[node.end - 1] !== ";"
  );
}

/**
 * Makes declarations behind each other one, and constants variables: the type checker has seen to them.
 *
 * @param {MagicString} text
 * @param {AnyNode} program
 */
function joinDeclarations(text, program) {
  walk(program, (node) => {
    const list = node.type === "SwitchCase" ? node["consequent"] : node["body"];
    for (const [index, { type, start, ...one }] of Array.isArray(list) ? list.entries() : []) {
      if (type === "VariableDeclaration" && list[index - 1]?.type === type) {
        text.update(list[index - 1].end - 1, one.declarations[0].start, ",");
      } else if (type === "VariableDeclaration") {
        text.update(start, start + one.kind.length, "let");
      }
    }
  });
}

/**
 * Makes ucode of what is printed as JavaScript.
 *
 * @param {MagicString} text
 * @param {AnyNode} program
 */
function putRight(text, program) {
  restoreValues(text, program);
  joinDeclarations(text, program);
  walk(program, (node) => {
    if (lacksSemicolon(node, text.original)) {
      text.appendLeft(node.end, ";");
    }
    // Another name than here: in quotes it may be a word of the language, such as rtnl's const.
    const foreign = node["imported"] ?? node["exported"];
    if (foreign?.type === "Identifier" && foreign.start !== node["local"].start) {
      text.update(foreign.start, foreign.end, `"${foreign.name}"`);
    }
  });
}

/** @param {string} text */
function programOf(text) {
  const { program, problems } = parseFile({ path: "bundle.js", text });
  if (problems[0] != null) {
    throw new Error(`the build made a bundle that is no program: ${problems[0].message}`);
  }
  return program;
}

/**
 * The bundle as a program that gives what a module would export: `loadfile` knows no exports. They are its last
 * statement, so all before keeps its place.
 *
 * @param {string} code
 */
function returningExports(code) {
  const { start, specifiers } = programOf(code)["body"].at(-1);
  const fields = specifiers.map((/** @type {AnyNode} */ { exported, local }) => {
    return `${exported["value"] ?? exported["name"]}:${local["name"]}`;
  });
  return `${code.slice(0, start)}return{${fields.join()}};`;
}

/**
 * Refuses a printed bundle that means something else than what the bundler made.
 *
 * @param {string} made
 * @param {string} printed
 */
function demandSame(made, printed) {
  const plain = new MagicString(made);
  restoreValues(plain, programOf(made));
  const at = firstDifference(programOf(plain.toString()), programOf(printed));
  if (at != null) {
    throw new Error(`the build changed what this means: ${plain.toString().slice(at, at + 80)}`);
  }
}

/**
 * Imports by name what lies beside the bundle: of a program that is started from its text ucode knows no folder, and
 * looks in the one that it is told.
 *
 * @param {MagicString} text
 * @param {AnyNode} program
 */
function importByName(text, program) {
  for (const { source } of program["body"]) {
    if (source?.value.startsWith(".")) {
      text.update(source.start, source.end, `"${posix.basename(source.value, ".uc")}"`);
    }
  }
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$".split("");

/** Short names that the printer would make and ucode does not know. */
const dollarNames = ["$", ...letters.flatMap((letter) => [`$${letter}`, `${letter}$`])];

const printing = {
  module: true,
  compress: false,
  mangle: { toplevel: true, reserved: dollarNames },
  codegen: { removeWhitespace: true },
  sourcemap: true,
};

/**
 * Prints every chunk in few bytes and compares it with what the bundler made, node for node.
 *
 * @param {readonly string[]} programs Names of those that are started from their text.
 * @returns {Plugin[]}
 */
function printer(programs) {
  /** @type {Map<string, string>} */
  const made = new Map();
  return [
    {
      name: "few-bytes",
      renderChunk(code, { fileName }) {
        made.set(fileName, code);
        const { code: printed, map } = minifySync(fileName, code, printing);
        return { code: printed, map: map ?? null };
      },
    },
    {
      name: "ucode",
      renderChunk(code, { fileName }) {
        const text = new MagicString(code);
        const program = programOf(code);
        putRight(text, program);
        demandSame(made.get(fileName) ?? "", text.toString());
        if (programs.includes(fileName)) {
          importByName(text, program);
        }
        return { code: text.toString(), map: text.generateMap({ hires: "boundary" }) };
      },
    },
  ];
}

export { markNumbers, printer, returningExports };

/** What every measurement begins and ends with. */
import { availableParallelism, cpus, loadavg, release } from "node:os";
import { parseArgs } from "node:util";
import { findUcodePrograms } from "../../scripts/ucode-programs.mjs";
import { load } from "./load.mjs";

/** @typedef {import("../../scripts/ucode-programs.mjs").UcodeProgram} UcodeProgram */
/** @typedef {import("./load.mjs").ProgramsModule} ProgramsModule */

/**
 * @typedef {object} Arguments
 * @property {number} runs
 * @property {string[]} names Which cases to measure; all when empty.
 * @property {number} seconds How long to watch where something is counted.
 * @property {UcodeProgram[]} ucodes
 */

/**
 * The command line: `[--runs N] [--seconds N] [--ucode NAME] [case …]`.
 *
 * @param {{ runs?: number, seconds?: number }} [usual]
 * @returns {Arguments}
 */
function readArguments({ runs = 5, seconds = 60 } = {}) {
  const { values, positionals } = parseArgs({
    options: {
      runs: { type: "string", default: String(runs) },
      seconds: { type: "string", default: String(seconds) },
      ucode: { type: "string" },
    },
    allowPositionals: true,
  });
  const found = findUcodePrograms();
  const ucodes = values.ucode == null ? found : found.filter(({ name }) => name === values.ucode);
  return {
    runs: wholeNumber("runs", values.runs),
    seconds: wholeNumber("seconds", values.seconds),
    names: positionals,
    ucodes,
  };
}

/**
 * @param {string} name
 * @param {string} text
 */
function wholeNumber(name, text) {
  if (!/^[1-9]\d*$/.test(text)) {
    giveUp(`--${name} is "${text}"; it must be a whole number from 1`);
  }
  return Number(text);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * Ends with what is missing, where the measurement cannot be made.
 *
 * @param {Arguments} args
 * @param {string[]} programs
 */
async function needPrograms(args, programs) {
  if (args.ucodes.length === 0) {
    giveUp("This needs the program ucode on the PATH (or the one that --ucode or UCODE names).");
  }
  /** @type {ProgramsModule} */
  const { obstacleTo } = await load("e2e/router/programs.ts");
  const obstacle = programs.length === 0 ? null : obstacleTo(programs);
  if (obstacle != null) {
    giveUp(`This measures on real programs and a real kernel: ${obstacle}`);
  }
}

/** What the household's router and network are made of. */
const householdPrograms = ["ucode", "ubusd", "ubus", "uci", "ip", "nft", "sysctl"];

/** @typedef {Record<string, string | number | null>} Row */

/**
 * Shows a table for people, then the same as one line of JSON.
 *
 * @param {string} name
 * @param {string} title
 * @param {Row[]} rows
 */
function report(name, title, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? "–")));
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((line) => (line[i] ?? "").length))
  );
  const line = (/** @type {string[]} */ words) =>
    words
      .map((word, i) => word.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  console.log(`\n${title}\n`);
  console.log([line(columns), ...cells.map(line)].join("\n"));
  const kernel = release();
  const cores = availableParallelism();
  const processor = cpus()[0]?.model.trim() ?? "unknown";
  const load = loadavg()[0] ?? 0;
  console.log(
    `\nLinux ${kernel}, ${cores} × ${processor}, load of the last minute ${load.toFixed(1)}; ` +
      `whatever else ran here counts in.`
  );
  console.log(`\n${JSON.stringify({ bench: name, kernel, cores, processor, load, rows })}`);
}

export { householdPrograms, needPrograms, readArguments, report };

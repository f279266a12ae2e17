import { posix } from "node:path";
import MagicString from "magic-string";
import { rolldown } from "rolldown";
import { modulesBelow } from "./graph.mjs";
import { ucodePrefix } from "./imports.mjs";
import { markNumbers, printer, returningExports } from "./print.mjs";
import { prosePromised, removeProse } from "./prose.mjs";
import { bundleNameOf, sharedName } from "./sources.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./module.mjs").Module} Module */
/** @typedef {(path: string) => Module} Read */

/**
 * One file of ucode made of many sources.
 *
 * @typedef {object} Bundle
 * @property {string} name Path below the folder of ours on the router.
 * @property {string} content As it goes to the router.
 * @property {string} map Its source map, with repository paths.
 * @property {boolean} [isProgram] Whether it is unpacked and started from its text.
 */

/**
 * Gives the bundler the modules without what only people read.
 *
 * @param {Read} read
 * @returns {import("rolldown").Plugin}
 */
function moduleSource(read) {
  return {
    name: "router-modules",
    resolveId(specifier, importer) {
      return specifier.startsWith(ucodePrefix)
        ? { id: specifier.slice(ucodePrefix.length), external: true }
        : posix.join(posix.dirname(importer ?? "."), specifier);
    },
    load(path) {
      const module = read(path);
      const text = new MagicString(module.text);
      markNumbers(text, module.program);
      removeProse(text, module);
      const map = text.generateMap({ source: posix.basename(path), hires: "boundary" });
      return { code: text.toString(), map, moduleType: "ts" };
    },
  };
}

/**
 * A bundle for each entry, and one for the modules that several of them need.
 *
 * @param {Read} read
 * @param {Record<string, string>} entryByName Repository paths by the bundles' names.
 * @param {readonly string[]} [programs] Names of those that are started from their text.
 * @returns {Promise<Bundle[]>}
 */
async function bundleTogether(read, entryByName, programs = []) {
  if (Object.keys(entryByName).length === 0) {
    return [];
  }
  const build = await rolldown({
    input: entryByName,
    platform: "neutral",
    checks: { pluginTimings: false },
    // An imported constant stays a name: what follows from it is not worked out as JavaScript would.
    optimization: { inlineConst: false },
    plugins: [moduleSource(read), printer(programs)],
    treeshake: { unknownGlobalSideEffects: false, propertyReadSideEffects: false },
  });
  const { output } = await build.generate({
    codeSplitting: { groups: [{ name: sharedName, minShareCount: 2 }] },
    entryFileNames: "[name]",
    chunkFileNames: "[name]",
    minify: false,
    minifyInternalExports: true,
    sourcemap: "hidden",
    sourcemapPathTransform: (path) => path.replace(/^(\.\.\/)+/, ""),
  });
  return output.flatMap((file) =>
    file.type === "chunk"
      ? [{ name: file.fileName, content: file.code, map: file.map?.toString() ?? "" }]
      : []
  );
}

/**
 * A bundle with all it needs, which gives what it exports when a program loads it late.
 *
 * @param {Read} read
 * @param {string} entry Repository path.
 */
async function bundleLate(read, entry) {
  const bundles = await bundleTogether(read, { [bundleNameOf(entry)]: entry });
  return bundles.map((one) => ({ ...one, content: returningExports(one.content) }));
}

/**
 * Where the sources of what goes to the router begin: repository paths of modules that launchers import, and of
 * programs that they unpack.
 *
 * @typedef {object} Starts
 * @property {readonly string[]} entries
 * @property {readonly string[]} programs
 */

/**
 * A bundle for each start with all it imports, and one for what several of them need; one for each entry that
 * they load late; and one for each other source that tests want.
 *
 * @param {Read} read
 * @param {Starts} starts
 * @param {readonly string[]} [others] Repository paths.
 * @returns {Promise<{ bundles: Bundle[], problems: Problem[] }>} No bundles with problems.
 */
async function bundle(read, starts, others = []) {
  const { programs } = starts;
  const entries = [...starts.entries, ...programs];
  const { modules, problems: found } = modulesBelow(read, [...entries, ...others]);
  const problems = [...found, ...modules.flatMap(prosePromised)];
  if (problems.length > 0) {
    return { bundles: [], problems };
  }
  const late = new Set(modules.flatMap((module) => module.late.map(({ path }) => path)));
  const entryByName = Object.fromEntries(entries.map((path) => [bundleNameOf(path), path]));
  const programNames = programs.map(bundleNameOf);
  const bundles = await Promise.all([
    bundleTogether(read, entryByName, programNames),
    ...[...late].map((path) => bundleLate(read, path)),
    ...others.map((path) => bundleTogether(read, { [path.replace(/ts$/, "uc")]: path })),
  ]);
  const made = bundles
    .flat()
    .map((one) => ({ ...one, isProgram: programNames.includes(one.name) }));
  return { bundles: made, problems };
}

export { bundle, bundleTogether };

/**
 * What the page is built with in place of three libraries, all of whose parts would be carried by the router
 * though the page uses few. Sources and types are those of the libraries.
 */
import { fileURLToPath } from "node:url";

/** @param {string} name */
function slim(name) {
  return fileURLToPath(new URL(`../../frontend/slim/${name}.ts`, import.meta.url));
}

/** For whatever runs the page. */
const slimPreact = [
  { find: /^preact\/hooks$/, replacement: slim("signals") },
  { find: /^@preact\/signals$/, replacement: slim("signals") },
];

/** For what is built alone: the simulator, which runs beside the page's sources, uses zod itself. */
const slimZod = [{ find: /^zod\/mini$/, replacement: slim("zod-mini") }];

/**
 * What a library's stand-in lacks ends the build.
 *
 * @type {import("vite").Plugin}
 */
const wholeImports = {
  name: "whole imports",
  onLog(_level, log) {
    if (log.code === "IMPORT_IS_UNDEFINED" || log.code === "MISSING_EXPORT") {
      this.error(log);
    }
  },
};

export { slimPreact, slimZod, wholeImports };

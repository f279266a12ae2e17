/** What the page is built with in place of zod, most of which it does not use. Sources and types are those of zod. */
import { fileURLToPath } from "node:url";

/** For what is built alone: tests, and the simulator, which runs beside the page's sources, use zod itself. */
const slimZod = [
  {
    find: /^zod\/mini$/,
    replacement: fileURLToPath(new URL("../../frontend/slim/zod-mini.ts", import.meta.url)),
  },
];

/**
 * What the stand-in lacks ends the build.
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

export { slimZod, wholeImports };

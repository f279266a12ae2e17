/**
 * Makes dist/router, the router's file tree, from the TypeScript sources and the packages' files.
 * Use: node scripts/build-router.mjs [folder]
 */
import { relative, resolve } from "node:path";
import { formatProblem } from "./problem.mjs";
import { buildRouter } from "./router/build.mjs";

const root = resolve(import.meta.dirname, "..");
const out = resolve(root, process.argv[2] ?? "dist/router");
const { files, problems } = buildRouter(root, out);
if (problems.length > 0) {
  console.error(problems.map(formatProblem).join("\n"));
  console.error(`${problems.length} problems; ${relative(root, out)} was not written`);
  process.exit(1);
}
const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0);
console.log(`${relative(root, out)}: ${files.length} files, ${bytes} bytes`);

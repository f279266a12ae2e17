/**
 * Makes dist/router, the router's file tree, from the TypeScript sources and the packages' files, and in
 * dist/maps the bundles' source maps, which stay off the router.
 * Use: node scripts/build-router.mjs [folder [sources to put there as bundles of their own]]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { formatProblem } from "./problem.mjs";
import { buildRouter } from "./router/build.mjs";

const root = resolve(import.meta.dirname, "..");
const [folder, ...sources] = process.argv.slice(2);
const out = resolve(root, folder ?? "dist/router");
const { files, bundles, problems } = await buildRouter(root, out, sources);
if (problems.length > 0) {
  console.error(problems.map(formatProblem).join("\n"));
  console.error(`${problems.length} problems; ${relative(root, out)} was not written`);
  process.exit(1);
}
if (folder == null) {
  for (const { name, map } of bundles) {
    const path = resolve(root, "dist/maps", `${name}.map`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, map);
  }
}
const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0);
console.log(`${relative(root, out)}: ${files.length} files, ${bytes} bytes`);

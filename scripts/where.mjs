/** Tells which source line a line of a bundle is: `node scripts/where.mjs BUNDLE LINE`. */
import { existsSync, readFileSync } from "node:fs";
import { sourceOfLine } from "./router/marker.mjs";

const [path = "", text = ""] = process.argv.slice(2);
const line = Number(text);
if (!existsSync(path) || !Number.isInteger(line) || line < 1) {
  console.error(
    "Use: node scripts/where.mjs BUNDLE LINE, such as dist/router/usr/share/…/daemon.uc 120"
  );
  process.exit(1);
}
const source = sourceOfLine(readFileSync(path, "utf8"), line);
console.log(source == null ? "a line of the build's own" : `${source.path}:${source.line}`);

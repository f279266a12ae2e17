/** `npm run bench -- NAME [options]`: one measurement. Without a name it tells which there are. */
import { readdirSync } from "node:fs";
import { basename } from "node:path";

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".mjs") && file !== basename(import.meta.filename))
  .map((file) => basename(file, ".mjs"));

const name = process.argv[2] ?? "";
if (!names.includes(name)) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exit(name === "" ? 0 : 1);
}
process.argv.splice(2, 1);
await import(`./${name}.mjs`);

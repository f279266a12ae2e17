/** Prints what the changelog says of a version. Use: node scripts/release-notes.mjs VERSION */
import { readFileSync } from "node:fs";
import { releaseNotes } from "./package/release-notes.mjs";

const version = process.argv[2] ?? "Unreleased";
const changelog = readFileSync(new URL("../CHANGELOG.md", import.meta.url), "utf8");
const notes = releaseNotes(changelog, version);
if (notes == null) {
  console.error(`CHANGELOG.md has no entry for ${version}; write one under ## [${version}]`);
  process.exit(1);
}
process.stdout.write(notes);

/**
 * Measures the built page and refuses one that is too big: the reference router has 132 KB of flash
 * left for everything. Run `npm run build:page` first.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** Of the page's module and style together, compressed as the package and squashfs do about as well. */
const limitBytes = 31_000;

const folder = new URL("../dist/router/www/luci-static/resources/mini-mwan/", import.meta.url);

/** @param {string} name */
function measure(name) {
  const path = fileURLToPath(new URL(name, folder));
  if (!existsSync(path)) {
    console.error(`${path} is missing; run npm run build:page first`);
    process.exit(1);
  }
  const content = readFileSync(path);
  return { name, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
}

const sizes = ["app.js", "app.css"].map(measure);
const totalBytes = sizes.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
for (const { name, bytes, gzipBytes } of sizes) {
  console.log(`${name}: ${bytes} bytes, ${gzipBytes} gzip`);
}
console.log(`page: ${totalBytes} of ${limitBytes} bytes gzip`);
if (totalBytes > limitBytes) {
  console.error(`The page is ${totalBytes - limitBytes} bytes too big.`);
  process.exit(1);
}

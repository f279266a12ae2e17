/**
 * Makes the packages from dist/router: .ipk for OpenWrt 24.10, .apk for 25.12 where apk-tools 3 is, and
 * a feed for the SDK. Run `npm run build` first.
 * Use: node scripts/build-package.mjs [folder]
 */
import { execFileSync } from "node:child_process";
import { basename, relative, resolve } from "node:path";
import { obstacleToApk } from "./package/apk.mjs";
import { buildPackages } from "./package/build.mjs";
import { readTree } from "./package/tree.mjs";

const root = resolve(import.meta.dirname, "..");
const out = resolve(root, process.argv[2] ?? "dist/packages");

/** Seconds since 1970: the last commit's time, so that the same sources make the same bytes. */
function sourceTimeS() {
  const given = Number.parseInt(process.env["SOURCE_DATE_EPOCH"] ?? "", 10);
  if (Number.isSafeInteger(given)) {
    return given;
  }
  try {
    const log = execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" });
    return Number.parseInt(log, 10);
  } catch {
    throw new Error("not a git repository: set SOURCE_DATE_EPOCH to the time of the sources");
  }
}

const tree = readTree(resolve(root, "dist/router"));
const packages = await buildPackages(root, tree, out, sourceTimeS());
for (const { ipk, apk, files, dataBytes } of packages) {
  const names = [ipk, ...(apk == null ? [] : [apk])].map((path) => basename(path)).join(", ");
  console.log(`${names}: ${files.length} files, ${dataBytes} bytes of data.tar.gz`);
}
const obstacle = obstacleToApk();
if (obstacle != null) {
  console.log(`no .apk: ${obstacle}`);
}
const folder = relative(root, out);
console.log(`${folder} is a feed for opkg and apk; ${folder}/feed one for the SDK`);

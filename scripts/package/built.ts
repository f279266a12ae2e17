/** Every package, built once from the sources as they are, and stand-ins for what they depend on. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { formatProblem } from "../problem.mjs";
import { buildRouter } from "../router/build.mjs";
import { buildApk } from "./apk.mjs";
import { buildPackages } from "./build.mjs";
import type { BuiltPackage } from "./build.mjs";
import { buildIpk } from "./ipk.mjs";
import type { PackageInfo } from "./makefile.mjs";
import { readTree } from "./tree.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Of every file: 2026-01-01; any fixed time does. */
const timeS = 1_767_225_600;

interface Built {
  /** The router's whole tree. */
  tree: string;
  /** Folder with the packages and their index. */
  folder: string;
  packages: BuiltPackage[];
  /** Makes them again, into another folder. */
  buildAgain(folder: string): Promise<BuiltPackage[]>;
  remove(): void;
}

/** @throws Error with the problems when the sources cannot be built. */
async function buildAll(): Promise<Built> {
  const work = mkdtempSync(join(tmpdir(), "mini-mwan-packages-"));
  const tree = join(work, "tree");
  const folder = join(work, "packages");
  const { problems } = await buildRouter(root, tree);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join("\n"));
  const configFile = join(root, "frontend/vite.config.ts");
  for (const mode of ["production", "alone"]) {
    await build({ configFile, mode, logLevel: "error", build: { outDir: join(tree, "www") } });
  }
  const buildAgain = (target: string): Promise<BuiltPackage[]> =>
    buildPackages(root, readTree(tree), target, timeS);
  const packages = await buildAgain(folder);
  return {
    tree,
    folder,
    packages,
    buildAgain,
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}

/** The packages of OpenWrt that ours depend on, with nothing in them. */
function foreignPackages(packages: readonly BuiltPackage[]): PackageInfo[] {
  const own = new Set(packages.map(({ info }) => info.name));
  const names = new Set(packages.flatMap(({ info }) => info.depends));
  return [...names]
    .filter((name) => !own.has(name))
    .map((name) => ({
      name,
      version: "1-r1",
      maintainer: "Nobody",
      licence: "ISC",
      section: "base",
      depends: [],
      conflicts: [],
      provides: [],
      description: "Stands for the package of the same name.",
      configFiles: [],
      afterInstall: null,
      afterRemove: null,
    }));
}

/** Writes the stand-ins as .ipk and gives their paths. */
async function writeForeignIpks(folder: string, packages: PackageInfo[]): Promise<string[]> {
  const ipks = await Promise.all(packages.map((info) => buildIpk(info, [], timeS)));
  return ipks.map(({ name, content }) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  });
}

/** Writes the stand-ins as .apk and gives their paths. */
function writeForeignApks(folder: string, packages: PackageInfo[]): string[] {
  return packages.map((info) => buildApk(info, [], timeS, folder));
}

/** The package once more under another version, as one that comes later. */
async function laterVersion(
  one: BuiltPackage,
  version: string,
  folder: string
): Promise<{ ipk: string; apk: string | null }> {
  const info = { ...one.info, version };
  const ipk = await buildIpk(info, one.files, timeS);
  writeFileSync(join(folder, ipk.name), ipk.content);
  const apk = one.apk == null ? null : buildApk(info, one.files, timeS, folder);
  return { ipk: join(folder, ipk.name), apk };
}

/** Unpacks the files of an .ipk into a folder that becomes the router's `/`. */
function unpackIpk(ipk: string, target: string): void {
  const work = mkdtempSync(join(tmpdir(), "mini-mwan-ipk-"));
  try {
    execFileSync("tar", ["-xzf", ipk, "-C", work]);
    execFileSync("tar", ["-xzf", join(work, "data.tar.gz"), "-C", target]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export {
  buildAll,
  foreignPackages,
  laterVersion,
  timeS,
  unpackIpk,
  writeForeignApks,
  writeForeignIpks,
};
export type { Built };

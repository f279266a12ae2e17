/** Brings a fresh clone to where its tests can run. Imports nothing but Node's own modules. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const leastNode = [20, 19];

/** Why this Node cannot run the project, or null when it can. */
function objectionToNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastNode;
  const fits = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  return fits
    ? null
    : `Node ${process.versions.node} is too old; install Node ${leastNode.join(".")} or later`;
}

/**
 * Runs a command with its output shown.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 */
function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: "inherit", ...options }).status === 0;
}

/** @param {string} name */
function isOnPath(name) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return [...folders, "/usr/sbin", "/sbin"].some((folder) => existsSync(join(folder, name)));
}

/**
 * Whether the installed packages are those of package-lock.json.
 *
 * @param {string} root
 */
function arePackagesCurrent(root) {
  const installed = join(root, "node_modules/.package-lock.json");
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
  );
}

/**
 * @param {string} root
 * @returns {boolean} Whether the packages are there.
 */
function installPackages(root) {
  return arePackagesCurrent(root) || run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root });
}

let hasPackageLists = false;

/**
 * Installs Debian packages where that is possible.
 *
 * @param {string[]} names
 * @returns {boolean} Whether it worked.
 */
function installDebianPackages(names) {
  if (process.getuid?.() !== 0 || !isOnPath("apt-get")) {
    return false;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  hasPackageLists ||= run("apt-get", ["-qq", "update"], { env });
  return run("apt-get", ["-qq", "-y", "--no-install-recommends", "install", ...names], { env });
}

/** Programs of the tests on a real kernel and of shell scripts, and the Debian package of each. */
const kernelTools = [
  { program: "ip", debianPackage: "iproute2" },
  { program: "nft", debianPackage: "nftables" },
  { program: "sysctl", debianPackage: "procps" },
  { program: "busybox", debianPackage: "busybox" },
  { program: "shellcheck", debianPackage: "shellcheck" },
];

/** Installs what the tests on a real kernel need; without it they are skipped by name. */
function installKernelTools() {
  const missing = kernelTools.filter(({ program }) => !isOnPath(program));
  if (missing.length > 0) {
    installDebianPackages(missing.map(({ debianPackage }) => debianPackage));
  }
}

const debianChromium = "/usr/bin/chromium";

/** Chromium's path from CHROMIUM or Debian, or null. */
function systemChromium() {
  const chosen = process.env["CHROMIUM"];
  if (chosen) {
    return chosen;
  }
  return existsSync(debianChromium) ? debianChromium : null;
}

/**
 * Sees to a Chromium: CHROMIUM, Debian's, or Playwright's own. The page's tests find the first two
 * through the environment variable CHROMIUM.
 *
 * @param {string} root
 * @returns {string | null} Why there is none, or null when there is one.
 */
function installChromium(root) {
  if (systemChromium() == null) {
    installDebianPackages(["chromium"]);
  }
  const path = systemChromium();
  if (path != null) {
    process.env["CHROMIUM"] = path;
    return existsSync(path) ? null : `CHROMIUM names ${path}, which does not exist`;
  }
  return run("npx", ["playwright", "install", "chromium"], { cwd: root })
    ? null
    : "needs Chromium; install it, or name it in CHROMIUM";
}

export { installChromium, installKernelTools, installPackages, objectionToNode, run };

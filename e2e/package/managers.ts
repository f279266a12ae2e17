/** The package managers of OpenWrt 24.10 and 25.12, each on an empty root of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

interface Outcome {
  succeeded: boolean;
  output: string;
}

interface Manager {
  root: string;
  install(...packages: string[]): Outcome;
  /** Installs later versions of what is there. */
  upgrade(...packages: string[]): Outcome;
  uninstall(...names: string[]): Outcome;
  read(path: string): string;
  write(path: string, text: string): void;
  /** Files of the root without the manager's own, sorted. */
  files(): string[];
  remove(): void;
}

function run(program: string, args: string[]): Outcome {
  const result = spawnSync(program, args, { encoding: "utf8" });
  return { succeeded: result.status === 0, output: `${result.stdout}${result.stderr}` };
}

/** Folders where a manager keeps its books. */
const books = ["usr/lib/opkg/", "lib/apk/", "etc/apk/", "var/", "tmp/", "opkg.conf"];

function createRoot(folders: string[]): Omit<Manager, "install" | "upgrade" | "uninstall"> {
  const root = mkdtempSync(join(tmpdir(), "mini-mwan-root-"));
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  return {
    root,
    read: (path) => readFileSync(join(root, path), "utf8"),
    write: (path, text) => writeFileSync(join(root, path), text),
    files: () =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .filter((path) => !books.some((start) => path.startsWith(start)))
        .toSorted(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function createOpkg(): Manager {
  const root = createRoot(["var/lock", "var/opkg-lists", "tmp", "usr/lib/opkg"]);
  const config = join(root.root, "opkg.conf");
  writeFileSync(config, "dest root /\nlists_dir ext /var/opkg-lists\narch all 1\n");
  const opkg = (...args: string[]): Outcome =>
    run("opkg", ["--offline-root", root.root, "--conf", config, ...args]);
  return {
    ...root,
    install: (...packages) => opkg("install", ...packages),
    upgrade: (...packages) => opkg("install", ...packages),
    uninstall: (...names) => opkg("remove", ...names),
  };
}

function createApk(): Manager {
  const root = createRoot([]);
  const common = ["--root", root.root, "--arch", "noarch", "--allow-untrusted", "--no-network"];
  // It would run them inside the root, where there is no shell.
  const apk = (...args: string[]): Outcome => run("apk", [...common, "--no-scripts", ...args]);
  apk("add", "--initdb");
  return {
    ...root,
    install: (...packages) => apk("add", ...packages),
    upgrade: (...packages) => apk("add", ...packages),
    uninstall: (...names) => apk("del", ...names),
  };
}

export { createApk, createOpkg };
export type { Manager, Outcome };

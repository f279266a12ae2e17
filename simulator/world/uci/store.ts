/** Configurations on the router's file tree, with a folder of staged changes over them. */
import { SystemError } from "../errno.ts";
import type { FileTree } from "../file-tree.ts";
import { applyDelta, formatDelta, parseDeltas } from "./delta.ts";
import type { Delta } from "./delta.ts";
import type { UciPackage } from "./package.ts";
import { formatUci, parseUci } from "./text.ts";

const defaultConfigFolder = "/etc/config";
const defaultDeltaFolder = "/tmp/.uci";

/** There is no such configuration, section or option. */
class UciNotFound extends Error {
  constructor() {
    super("Entry not found");
  }
}

class UciStore {
  #files: FileTree;
  readonly #configFolder: string;
  readonly #deltaFolder: string;

  constructor(
    files: FileTree,
    configFolder = defaultConfigFolder,
    deltaFolder = defaultDeltaFolder
  ) {
    this.#files = files;
    this.#configFolder = configFolder;
    this.#deltaFolder = deltaFolder;
  }

  /** Names of all configurations, sorted. */
  configs(): string[] {
    return this.#files.list(this.#configFolder).filter((name) => !name.startsWith("."));
  }

  /** The file with the staged changes on top; throws UciNotFound or UciParseError. */
  load(name: string): UciPackage {
    if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new UciNotFound();
    const text = this.#read(`${this.#configFolder}/${name}`);
    if (text === null) throw new UciNotFound();
    const config = parseUci(name, text);
    for (const delta of this.changes(name)) applyDelta(config, delta);
    return config;
  }

  /** Staged changes, oldest first. */
  changes(name: string): Delta[] {
    return parseDeltas(this.#read(`${this.#deltaFolder}/${name}`) ?? "");
  }

  /** Stages a change. */
  stage(name: string, ...deltas: Delta[]): void {
    const path = `${this.#deltaFolder}/${name}`;
    const lines = deltas.map((delta) => formatDelta(name, delta));
    this.#files.install(path, (this.#read(path) ?? "") + lines.join(""));
  }

  /** Writes the staged changes into the file; without any the file is left alone. */
  commit(name: string): void {
    if (this.changes(name).length > 0)
      this.#files.write(`${this.#configFolder}/${name}`, formatUci(this.load(name)));
    this.revert(name);
  }

  /** Forgets the staged changes. */
  revert(name: string): void {
    const path = `${this.#deltaFolder}/${name}`;
    if (this.#files.find(path)) this.#files.remove(path);
  }

  #read(path: string): string | null {
    try {
      return this.#files.read(path);
    } catch (problem) {
      if (problem instanceof SystemError) return null;
      throw problem;
    }
  }
}

export { UciStore, UciNotFound };

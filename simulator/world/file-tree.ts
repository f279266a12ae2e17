/** The simulated router's files, in memory; device files of sysfs are computed when they are read. */
import type { Clock } from "./clock.ts";
import { SystemError } from "./errno.ts";

interface FileNode {
  type: "file";
  content: string;
  /** Seconds since 1970. */
  mtime: number;
}

/** Reads as whatever `read` gives at that moment; it may throw a SystemError. */
interface DeviceNode {
  type: "device";
  read: () => string;
}

/** Gives as many bytes as it is asked for, for ever, like /dev/urandom. */
interface StreamNode {
  type: "stream";
  read: (count: number) => string;
}

interface DirectoryNode {
  type: "directory";
}

type FileTreeNode = FileNode | DeviceNode | StreamNode | DirectoryNode;

/** The absolute path without `.`, `..`, double or trailing slashes. */
function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

class FileTree {
  #nodes = new Map<string, FileTreeNode>([["/", { type: "directory" }]]);
  #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(path: string): FileTreeNode | null {
    return this.#nodes.get(normalizePath(path)) ?? null;
  }

  read(path: string): string {
    const node = this.#get(path);
    if (node.type === "directory") throw new SystemError("EISDIR");
    if (node.type === "stream") throw new SystemError("EINVAL");
    return node.type === "device" ? node.read() : node.content;
  }

  write(path: string, content: string): void {
    const full = normalizePath(path);
    const node = this.#nodes.get(full);
    if (node?.type === "directory") throw new SystemError("EISDIR");
    if (node?.type === "device" || node?.type === "stream") throw new SystemError("EROFS");
    this.#requireDirectory(parentOf(full));
    this.#nodes.set(full, {
      type: "file",
      content,
      mtime: Math.floor(this.#clock.wallMs / 1000),
    });
  }

  /** Makes the file and every directory above it: for whoever furnishes the world. */
  install(path: string, content: string): void {
    this.makePath(parentOf(normalizePath(path)));
    this.write(path, content);
  }

  installDevice(path: string, read: () => string): void {
    const full = normalizePath(path);
    this.makePath(parentOf(full));
    this.#nodes.set(full, { type: "device", read });
  }

  installStream(path: string, read: (count: number) => string): void {
    const full = normalizePath(path);
    this.makePath(parentOf(full));
    this.#nodes.set(full, { type: "stream", read });
  }

  /** Makes a directory and those above it; one that exists is fine. */
  makePath(path: string): void {
    const full = normalizePath(path);
    if (this.#nodes.get(full)?.type === "directory") return;
    this.makePath(parentOf(full));
    this.makeDirectory(full);
  }

  makeDirectory(path: string): void {
    const full = normalizePath(path);
    if (this.#nodes.has(full)) throw new SystemError("EEXIST");
    this.#requireDirectory(parentOf(full));
    this.#nodes.set(full, { type: "directory" });
  }

  remove(path: string): void {
    const full = normalizePath(path);
    if (this.#get(full).type === "directory") throw new SystemError("EISDIR");
    this.#nodes.delete(full);
  }

  /** Takes away a directory with all that is in it; one that does not exist is fine. */
  removeTree(path: string): void {
    const full = normalizePath(path);
    for (const key of [...this.#nodes.keys()])
      if (key === full || key.startsWith(`${full}/`)) this.#nodes.delete(key);
  }

  /** rename(2) for files: the target is replaced in one step. */
  rename(from: string, to: string): void {
    const source = normalizePath(from);
    const target = normalizePath(to);
    const node = this.#get(source);
    if (node.type !== "file") throw new SystemError("EINVAL");
    if (this.#nodes.get(target)?.type === "directory") throw new SystemError("EISDIR");
    this.#requireDirectory(parentOf(target));
    this.#nodes.delete(source);
    this.#nodes.set(target, node);
  }

  /** Names in a directory, sorted. */
  list(path: string): string[] {
    const full = normalizePath(path);
    if (this.#get(full).type !== "directory") throw new SystemError("ENOTDIR");
    const prefix = full === "/" ? "/" : `${full}/`;
    const names = [...this.#nodes.keys()]
      .filter((key) => key !== "/" && key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .filter((name) => !name.includes("/"));
    return names.sort();
  }

  #get(path: string): FileTreeNode {
    const node = this.find(path);
    if (node === null) throw new SystemError("ENOENT");
    return node;
  }

  #requireDirectory(path: string): void {
    const node = this.#nodes.get(path);
    if (!node) throw new SystemError("ENOENT");
    if (node.type !== "directory") throw new SystemError("ENOTDIR");
  }
}

export { FileTree };
export type { FileTreeNode };

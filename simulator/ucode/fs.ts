/** ucode's fs module on the world's file tree. */
import { SystemError } from "../world/errno.ts";
import type { Errno } from "../world/errno.ts";
import { runIp } from "../world/ip.ts";
import type { ProgramResult } from "../world/nft.ts";
import { createErrorSlot } from "./error-slot.ts";
import { getWorld } from "./current.ts";
import { toByteString, toText } from "./text.ts";

type Fs = typeof import("ucode:fs");
type FileHandle = NonNullable<ReturnType<Fs["open"]>>;
type ProcessHandle = NonNullable<ReturnType<Fs["popen"]>>;
type FileStat = NonNullable<ReturnType<Fs["stat"]>>;

const { attempt, fail, error } = createErrorSlot();

function readfile(path: string, limit?: number): string | null {
  return attempt(() => getWorld().files.read(path).slice(0, limit));
}

function writefile(path: string, data: string): number | null {
  return attempt(() => {
    const text = data === null || data === undefined ? "" : toText(data);
    getWorld().files.write(path, text);
    return toByteString(text).length;
  });
}

function rename(from: string, to: string): boolean | null {
  return attempt(() => {
    getWorld().files.rename(from, to);
    return true;
  });
}

function unlink(path: string): boolean | null {
  return attempt(() => {
    getWorld().files.remove(path);
    return true;
  });
}

function mkdir(path: string): boolean | null {
  return attempt(() => {
    getWorld().files.makeDirectory(path);
    return true;
  });
}

function stat(path: string): FileStat | null {
  const { files, clock } = getWorld();
  const node = files.find(path);
  if (node === null) return fail("ENOENT");
  if (node.type === "file")
    return { type: "file", size: toByteString(node.content).length, mtime: node.mtime };
  const mtime = Math.floor(clock.wallMs / 1000);
  const type = { device: "file", stream: "char", directory: "directory" } as const;
  return { type: type[node.type], size: node.type === "stream" ? 0 : 4096, mtime };
}

/** The simulated root may do anything with a file that exists. */
function access(path: string, _mode?: string): boolean | null {
  return getWorld().files.find(path) === null ? fail("ENOENT") : true;
}

function lsdir(path: string): string[] | null {
  return attempt(() => getWorld().files.list(path));
}

/** The file's text so far; each write goes to the tree at once, so `flush` has nothing to do. */
class OpenFile implements FileHandle {
  #path: string;
  #mode: string;
  #at = 0;
  #open = true;

  constructor(path: string, mode: string) {
    this.#path = path;
    this.#mode = mode;
  }

  read(length: number | "all" | "line"): string | null {
    if (!this.#open || !/r|\+/.test(this.#mode)) return this.#fail("EBADF");
    const { files } = getWorld();
    const node = files.find(this.#path);
    if (node?.type === "stream") return node.read(typeof length === "number" ? length : 0);
    return attempt(() => {
      const rest = files.read(this.#path).slice(this.#at);
      if (length === "line" && rest === "") return null;
      const newline = rest.indexOf("\n");
      const count =
        length === "all"
          ? rest.length
          : length !== "line"
            ? length
            : newline < 0
              ? rest.length
              : newline + 1;
      const piece = rest.slice(0, count);
      this.#at += piece.length;
      return piece;
    });
  }

  write(data: string): number | null {
    if (!this.#open || !/w|a|\+/.test(this.#mode)) return this.#fail("EBADF");
    return attempt(() => {
      const { files } = getWorld();
      const before = files.read(this.#path);
      const at = this.#mode.startsWith("a") ? before.length : this.#at;
      files.write(this.#path, before.slice(0, at) + data + before.slice(at + data.length));
      this.#at = at + data.length;
      return toByteString(data).length;
    });
  }

  seek(offset: number): boolean | null {
    if (!this.#open) return this.#fail("EBADF");
    this.#at = offset;
    return true;
  }

  flush(): boolean | null {
    return this.#open ? true : this.#fail("EBADF");
  }

  close(): boolean | null {
    if (!this.#open) return this.#fail("EBADF");
    this.#open = false;
    return true;
  }

  #fail(errno: Errno): null {
    return fail(errno);
  }
}

/** A failed open leaves `error` as it was: so does the real module, which forgets to set it. */
function open(path: string, mode = "r"): FileHandle | null {
  if (!/^[rwa]/.test(mode)) return fail("EINVAL");
  const { files } = getWorld();
  try {
    const exists = files.find(path) !== null;
    if (mode.includes("x") && exists) return null;
    if (mode.startsWith("w") || (mode.startsWith("a") && !exists)) files.write(path, "");
    if (files.find(path)?.type !== "stream") files.read(path);
  } catch (problem) {
    if (problem instanceof SystemError) return null;
    throw problem;
  }
  return new OpenFile(path, mode);
}

/** A command line that has run to its end already; what it printed waits to be read. */
class EndedProcess implements ProcessHandle {
  #output: string;
  #exitCode: number;
  #open = true;

  constructor(output: string, exitCode: number) {
    this.#output = output;
    this.#exitCode = exitCode;
  }

  read(length: number | "all" | "line"): string | null {
    if (!this.#open) return fail("EBADF");
    const line = this.#output.indexOf("\n") + 1 || this.#output.length;
    const count = length === "line" ? line : length === "all" ? this.#output.length : length;
    const piece = this.#output.slice(0, count);
    this.#output = this.#output.slice(count);
    return length === "line" && piece === "" ? null : piece;
  }

  close(): number | null {
    if (!this.#open) return fail("EBADF");
    this.#open = false;
    return this.#exitCode;
  }
}

function runProgram(program: string, args: readonly string[]): ProgramResult | null {
  const { nft, kernel } = getWorld();
  if (program === "ip") return runIp(kernel, args);
  return program === "nft" ? nft.run(args) : null;
}

/** The simulated shell knows words, `2>&1` at the end, and the programs `nft` and `ip`. */
function popen(command: string, _mode: "r"): ProcessHandle | null {
  if (typeof command !== "string") return fail("EINVAL");
  const [, line = "", toOutput] = /^(.*?)(\s+2>&1)?\s*$/s.exec(command) ?? [];
  const [program = "", ...args] = line.split(/\s+/);
  const result = runProgram(program, args) ?? {
    exitCode: 127,
    stdout: "",
    stderr: `sh: ${program}: not found\n`,
  };
  return new EndedProcess(
    result.stdout + (toOutput === undefined ? "" : result.stderr),
    result.exitCode
  );
}

({
  readfile,
  writefile,
  open,
  popen,
  rename,
  unlink,
  mkdir,
  stat,
  access,
  lsdir,
  error,
}) satisfies Fs;

export { readfile, writefile, open, popen, rename, unlink, mkdir, stat, access, lsdir, error };

declare module "ucode:fs" {
  interface FileStat {
    size: number;
    /** Seconds since 1970. */
    mtime: number;
    /** Its owner; the simulator knows none. */
    uid?: number;
    type: "file" | "directory" | "link" | "char" | "block" | "fifo" | "socket";
  }
  interface FileHandle {
    read(length: number | "all" | "line"): string | null;
    write(data: string): number | null;
    /** Goes on at this byte. Within what the C library has in its buffer nothing is read anew. */
    seek(offset: number): boolean | null;
    flush(): boolean | null;
    close(): boolean | null;
  }
  /** A shell's command line that runs; its output is read, its end awaited by `close`. */
  interface ProcessHandle {
    read(length: number | "all" | "line"): string | null;
    /** The exit code, negative for a signal that ended it; 127 when there is no such program. */
    close(): number | null;
  }
  /** Text of the file, at most `limit` bytes; null when it cannot be read, see `error`. */
  function readfile(path: string, limit?: number): string | null;
  /** Bytes written, or null. */
  function writefile(path: string, data: string): number | null;
  function open(path: string, mode?: string): FileHandle | null;
  /**
   * Runs a command line with `sh -c`: a constant one, or the shell reads what it should not. Null when it
   * cannot be started; one that the shell cannot find starts and ends with 127.
   */
  function popen(command: string, mode: "r"): ProcessHandle | null;
  function rename(from: string, to: string): boolean | null;
  function unlink(path: string): boolean | null;
  function mkdir(path: string): boolean | null;
  function stat(path: string): FileStat | null;
  function access(path: string, mode?: string): boolean | null;
  function lsdir(path: string): string[] | null;
  /** What went wrong last, or null. */
  function error(): string | null;
}

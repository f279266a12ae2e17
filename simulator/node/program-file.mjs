import { accessSync, closeSync, constants, openSync, readSync } from "node:fs";

/** How programs begin: a script, Linux's and macOS's. An empty file may be run, too, and then does nothing. */
const beginnings = ["#!", "\x7fELF", "\xcf\xfa\xed\xfe"];

/**
 * Whether the path is a program that may be run.
 *
 * @param {string} path
 */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    const file = openSync(path, "r");
    const head = Buffer.alloc(4);
    try {
      readSync(file, head);
    } finally {
      closeSync(file);
    }
    return beginnings.some((beginning) => head.toString("latin1").startsWith(beginning));
  } catch {
    return false;
  }
}

export { isProgram };

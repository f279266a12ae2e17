/** Bundles that a program loads only when somebody asks for what they do. */
import { ubusStatus } from "../contract.ts";
import { version } from "../version.ts";
import { oneLine } from "./text.ts";

/** Why a bundle's answer cannot be had. */
interface LateRefusal {
  /** A sentence for a person. */
  message: string;
  code: number;
}

/**
 * Where the router has our bundles: beside this one. Byte code does not know where it came from, but
 * its launcher does.
 */
function bundleFolder(): string {
  return getenv("MINI_MWAN_HOME") ?? (sourcepath(0, true) as string);
}

function refusalFor(method: string, fault: unknown): LateRefusal {
  const why = oneLine(`${(fault as { message?: unknown }).message}`);
  // errno's words, behind those of ucode.
  const message =
    index(why, "No such file") >= 0
      ? `${method} needs the package mini-mwan-cli; install it`
      : `the part of mini-mwan that answers this cannot be loaded; install mini-mwan and mini-mwan-cli again: ${why}`;
  return { message, code: ubusStatus.notSupported };
}

/** A bundle's exports, if it is of the program's own version: the package mini-mwan-cli may have another one. */
function ofThisVersion<Code extends { version: string }>(code: Code): Code {
  if (code.version != version) {
    die("it is of another version than the program");
  }
  return code;
}

/**
 * What `use` makes of the code that `load` gives, or why that code cannot be had. `load` gets the folder
 * of our bundles and throws as `loadfile` does; `method` is what somebody asks for, and its code comes with
 * the package mini-mwan-cli.
 */
function withLate<Code, Reply>(
  method: string,
  load: (folder: string) => Code,
  use: (code: Code) => Reply
): Reply | LateRefusal {
  let code: Code | null = null;
  try {
    code = load(bundleFolder());
  } catch (fault) {
    return refusalFor(method, fault);
  }
  return use(code);
}

export { ofThisVersion, withLate };

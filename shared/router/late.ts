/** Bundles that a program loads only when somebody asks for what they do. */
import { ubusStatus } from "../contract.ts";
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

/** `wanted` is what mini-mwan-cli brings; null when the bundle is of the program's own package. */
function refusalFor(wanted: string | null, fault: unknown): LateRefusal {
  const why = oneLine(`${(fault as { message?: unknown }).message}`);
  // errno's words, behind those of ucode.
  const isMissing = wanted != null && index(why, "No such file") >= 0;
  const packages = wanted == null ? "mini-mwan" : "mini-mwan and mini-mwan-cli";
  const message = isMissing
    ? `${wanted} needs the package mini-mwan-cli; install it`
    : `the part of mini-mwan that answers this cannot be loaded; install ${packages} again: ${why}`;
  return { message, code: ubusStatus.notSupported };
}

/**
 * What `use` makes of the code that `load` gives, or why that code cannot be had. `load` gets the folder
 * of our bundles and throws as `loadfile` does; `wanted` names the method if the code comes with the
 * package mini-mwan-cli, and is null if it comes with the program.
 */
function withLate<Code, Reply>(
  wanted: string | null,
  load: (folder: string) => Code,
  use: (code: Code) => Reply
): Reply | LateRefusal {
  let code: Code | null = null;
  try {
    code = load(bundleFolder());
  } catch (fault) {
    return refusalFor(wanted, fault);
  }
  return use(code);
}

export { withLate };

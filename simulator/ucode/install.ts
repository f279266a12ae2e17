/** Puts ucode's global functions on globalThis: import it before any module of the router. */
import { builtins } from "./builtins.ts";

/** Done once by the import itself; again it changes nothing. */
function installBuiltins(): void {
  Object.assign(globalThis, builtins);
}

installBuiltins();

export { installBuiltins };

/** Files that others read while they are replaced. */
import { error, open, rename } from "ucode:fs";

/**
 * Replaces the file by what `fill` writes, piece by piece; readers see the old one or the new one,
 * never half. What keeps it from that, or null when done.
 */
function replaceFile(path: string, fill: (write: (piece: string) => void) => void): string | null {
  const next = `${path}.new`;
  const file = open(next, "w");
  if (file == null) {
    // A failed open leaves the error of an earlier call.
    return `cannot write ${path}: ${next} cannot be opened`;
  }
  let whole = true;
  fill((piece) => {
    whole = file.write(piece) == length(piece) && whole;
  });
  const reason = whole && file.flush() ? null : error();
  file.close();
  return whole && reason == null && rename(next, path)
    ? null
    : `cannot write ${path}: ${reason ?? error()}`;
}

export { replaceFile };

/** Bytes that nobody can guess. */
import { open } from "ucode:fs";

type RandomBytes = (count: number) => string;

/** A source of random bytes; the file stays open, so that none costs a look-up of its name. */
function createRandomBytes(): RandomBytes {
  const urandom = open("/dev/urandom", "r");
  return (count) => {
    const bytes = urandom?.read?.(count);
    if (bytes == null || length(bytes) != count) {
      die("mini-mwan cannot read /dev/urandom, without which replies to probes could be forged");
    }
    return bytes;
  };
}

export { createRandomBytes };
export type { RandomBytes };

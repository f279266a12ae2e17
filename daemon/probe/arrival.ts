/** When a packet arrived: the time that the kernel puts beside it for SO_TIMESTAMPNS. */
import { SOL_SOCKET, SO_TIMESTAMPNS } from "ucode:socket";
import type { ControlMessage } from "ucode:socket";

/** Two numbers of 64 bits, seconds and nanoseconds, as musl and the kernel agree on them. */
const stampBytes = 16;

/** The number of 64 bits that begins here, its lowest byte first or, with step -1, last. */
function numberAt(bytes: string, lowest: number, step: number): number {
  let sum = 0;
  for (let i = 7; i >= 0; i--) {
    sum = sum * 256 + (ord(bytes, lowest + i * step) ?? 0);
  }
  return sum;
}

/** Microseconds of a stamp in the processor's own order, which nanoseconds tell: they need 30 bits. */
function microsecondsOf(bytes: string): number {
  const isLowestFirst = substr(bytes, 12) == chr(0, 0, 0, 0);
  return isLowestFirst
    ? numberAt(bytes, 0, 1) * 1000000 + numberAt(bytes, 8, 1) * 0.001
    : numberAt(bytes, 7, -1) * 1000000 + numberAt(bytes, 15, -1) * 0.001;
}

/**
 * Microseconds since 1970 with fractions, or null when the kernel does not say.
 *
 * ucode's module reads such a stamp with glibc and hands over its bytes with musl. SO_TIMESTAMP would not
 * do: where `long` has 32 bits, with musl, the module takes the halves of one number for two numbers.
 */
function arrivalUs(message: ControlMessage | undefined): number | null {
  if (message?.level != SOL_SOCKET || message?.type != SO_TIMESTAMPNS) {
    return null;
  }
  const stamp = message.data;
  if (type(stamp) == "string") {
    return length(stamp as string) == stampBytes ? microsecondsOf(stamp as string) : null;
  }
  const read = stamp as { sec?: number; nsec?: number } | null;
  return read?.sec == null ? null : read.sec * 1000000 + (read.nsec ?? 0) * 0.001;
}

/** Asks for it. */
const arrivalOption = SO_TIMESTAMPNS;

export { arrivalUs, arrivalOption };

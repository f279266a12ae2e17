/**
 * Makes a text fit for strangers: public addresses are shortened, hardware addresses and whatever looks
 * like a secret are hidden. The same address gets the same number throughout, so that it can still be
 * seen where it recurs.
 */
import { familyOfAddress } from "../../shared/router/address.ts";
import { matchLine, oneLine } from "../../shared/router/text.ts";

interface Redaction {
  /** Addresses that tell nothing of anybody, such as probe targets. */
  known: string[];
  /** Those met so far; its place is its number. */
  met: string[];
}

/** Gives a redaction that has met nothing yet. */
function createRedaction(known: string[]): Redaction {
  return { known, met: [] };
}

/** Whether everybody can have it: private (RFC 1918, RFC 6598), link-local, loopback, multicast. */
function isCommonIpv4(bytes: readonly number[]): boolean {
  const first = bytes[0] as number;
  const second = bytes[1] as number;
  return (
    index([0, 10, 127], first) >= 0 ||
    first >= 224 ||
    (first == 100 && second >= 64 && second < 128) ||
    (first == 169 && second == 254) ||
    (first == 172 && second >= 16 && second < 32) ||
    (first == 192 && second == 168)
  );
}

function placeOf(address: string, redaction: Redaction): number {
  const at = index(redaction.met, address);
  if (at >= 0) {
    return at + 1;
  }
  push(redaction.met, address);
  return length(redaction.met);
}

/** Two bytes of four stay, enough to tell providers apart. */
function shortIpv4(address: string, redaction: Redaction): string {
  const bytes = iptoarr(address) as number[];
  return isCommonIpv4(bytes)
    ? address
    : `${bytes[0]}.${bytes[1]}.x.x(${placeOf(address, redaction)})`;
}

/**
 * Of sixteen bytes the first four stay: the host part can hold the hardware address. `::`, `::1` and
 * router addresses such as `fe80::1` say nothing.
 */
function shortIpv6(address: string, redaction: Redaction): string {
  const bytes = iptoarr(address) as number[];
  const host = filter(slice(bytes, 8, 14), (byte) => byte != 0);
  const isPlain = length(host) == 0 && (bytes[0] == 0 || bytes[0] == 254);
  const groups = split(arrtoip(bytes) as string, ":");
  return isPlain || bytes[0] == 255
    ? address
    : `${groups[0]}:${groups[1]}:x(${placeOf(address, redaction)})`;
}

function shortAddress(address: string, redaction: Redaction): string | null {
  if (index(redaction.known, address) >= 0) {
    return address;
  }
  const family = familyOfAddress(address);
  if (family == null) {
    return null;
  }
  return family == "ipv4" ? shortIpv4(address, redaction) : shortIpv6(address, redaction);
}

/** What stands between other characters than those of addresses. */
function hiddenWord(word: string, redaction: Redaction): string {
  if (matchLine(lc(word), /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/) != null) {
    return "xx:xx:xx:xx:xx:xx";
  }
  // The stop or colon at the end of a clause is no part of the address before it.
  const bare = substr(word, 0, length(word) - 1);
  const end = substr(word, length(word) - 1);
  const short = shortAddress(word, redaction);
  const shortened =
    short == null && (end == "." || end == ":") ? shortAddress(bare, redaction) : null;
  return short ?? (shortened == null ? word : `${shortened}${end}`);
}

/** The line as strangers may see it, in printable ASCII. */
function redactLine(line: string, redaction: Redaction): string {
  const printable = oneLine(replace(line, /\t/g, "  "));
  const accountless = replace(printable, /:\/\/[^\n/ ]*@/g, "://...@");
  const plain = replace(accountless, /\?[^\n '"]*=[^\n '"]*/g, "?...");
  const secret =
    /((pass(word|wd|phrase)|user(name)?|secret|psk|token|(private|api)_?key)['"]?([ ]*[:=]|[ ]+['"])[ ]*)[^\n ,;]+/gi;
  const open = replace(plain, secret, "$1...");
  return replace(open, /[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+/g, (word) => hiddenWord(word, redaction));
}

/** The text as strangers may see it, line by line: an expression on a long text takes long. */
function redact(text: string, redaction: Redaction): string {
  return join(
    "\n",
    map(split(text, "\n"), (line) => redactLine(line, redaction))
  );
}

export { createRedaction, redact };
export type { Redaction };

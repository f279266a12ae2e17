/**
 * Makes a text fit for strangers: public addresses are shortened, hardware addresses and whatever looks
 * like a secret are hidden. The same address gets the same number throughout, so that it can still be
 * seen where it recurs.
 */
import { familyOfAddress } from "../../shared/router/address.ts";
import { oneLine } from "../../shared/router/text.ts";

interface Redaction {
  /** Addresses that tell nothing of anybody, such as probe targets. */
  known: { [address: string]: boolean };
  /** The number of each address met so far. */
  met: { [address: string]: number };
}

/** Gives a redaction that has met nothing yet. */
function createRedaction(targets: readonly string[]): Redaction {
  const known: Redaction["known"] = {};
  for (let i = 0; i < length(targets); i++) {
    known[targets[i] as string] = true;
  }
  return { known, met: {} };
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

function numberOf(address: string, redaction: Redaction): number {
  redaction.met[address] ??= length(redaction.met) + 1;
  return redaction.met[address];
}

/** Two bytes of four stay, enough to tell providers apart. */
function shortIpv4(address: string, redaction: Redaction): string {
  const bytes = iptoarr(address) as number[];
  return isCommonIpv4(bytes)
    ? address
    : `${bytes[0]}.${bytes[1]}.x.x(${numberOf(address, redaction)})`;
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
    : `${groups[0]}:${groups[1]}:x(${numberOf(address, redaction)})`;
}

/** A whole IPv4 address, with whatever stands beside it: a port, a length, a word. */
function hiddenIpv4(text: string, redaction: Redaction): string {
  const isAddress = !exists(redaction.known, text) && familyOfAddress(text) == "ipv4";
  return isAddress ? shortIpv4(text, redaction) : text;
}

/** Made once, as `hardware` and `secret`: in a function they would be made anew by each call. */
const patterns = {
  account: /:\/\/[^\n/ ]*@/g,
  /** A path or a query may be all that a web server asks for. */
  path: /(:\/\/[^\n/?#'" ]*)[/?#][^\n'" ]*/g,
  url: /http_url['"]?[:=][ ]*[^\n ]+/g,
  query: /\?[^\n '"]*=[^\n '"]*/g,
  ipv4: /[0-9]{1,3}(\.[0-9]{1,3}){3}/g,
  ipv6: /[0-9A-Fa-f]{0,4}:[0-9A-Fa-f.:]+/g,
};

/** What stands between other characters than those of IPv6 addresses and times. */
function hiddenIpv6(word: string, redaction: Redaction): string {
  // The stop or colon at the end of a clause is no part of the address before it.
  const last = substr(word, length(word) - 1);
  const bare = last == "." || last == ":" ? substr(word, 0, length(word) - 1) : word;
  const address = familyOfAddress(word) == null ? bare : word;
  const end = substr(word, length(address));
  if (exists(redaction.known, address)) {
    return word;
  }
  if (familyOfAddress(address) == "ipv6") {
    return `${shortIpv6(address, redaction)}${end}`;
  }
  // An address behind a word that ends like one, as in `node:2001:db8::1`. A time has two colons.
  return length(split(bare, ":")) > 3 || index(bare, "::") >= 0 ? `x:x${end}` : word;
}

/** With hyphens, colons or stops, or none; a DHCPv6 identifier has one in it. */
const hardware =
  /([0-9A-Fa-f]{2}[:-]){5,}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12,}/g;

/** The word before a secret, what stands between them, and the secret: in quotes, or up to a blank. */
const secret =
  /((pass(word|wd|phrase|code)?|user(name)?|login|account|secret|psk|pin|puk|imsi|imei|iccid|token|cookie|credentials?|authorization|bearer|(private|preshared|shared|api|access|auth)?[_ -]?key)['"]?([ ]*[:=][:=>]*[ ]*|[ ]+((is|was)[ ]+)?)((bearer|basic|digest)[ ]+)?)('[^\n']*'?|"[^\n"]*"?|[^\n ]*[^\n ,;])/gi;

/** A bad value of this option is no address, and still may hold what its path would. */
function hiddenUrl(found: string): string {
  return index(found, "://") < 0 ? "http_url ..." : found;
}

/** Longer lines are cut: an expression on a long one takes long. */
const maxLineBytes = 600;

/** The line as strangers may see it, in printable ASCII. */
function redactLine(line: string, redaction: Redaction): string {
  const cut = length(line) > maxLineBytes ? `${substr(line, 0, maxLineBytes)} ...` : line;
  const accountless = replace(oneLine(cut), patterns.account, "://...@");
  const pathless = replace(accountless, patterns.path, "$1/...");
  const urls = replace(pathless, patterns.url, (found) => hiddenUrl(found));
  const open = replace(replace(urls, patterns.query, "?..."), secret, "$1...");
  const faceless = replace(open, hardware, "xx:xx:xx:xx:xx:xx");
  const ipv4 = replace(faceless, patterns.ipv4, (text) => hiddenIpv4(text, redaction));
  return replace(ipv4, patterns.ipv6, (word) => hiddenIpv6(word, redaction));
}

/** The text as strangers may see it, line by line: an expression on a long text takes long. */
function redact(text: string, redaction: Redaction): string {
  return join(
    "\n",
    map(split(replace(text, /\t/g, "  "), "\n"), (line) => redactLine(line, redaction))
  );
}

export { createRedaction, redact };
export type { Redaction };

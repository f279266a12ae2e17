/** The HTTP request that probes send and what its status line says (RFC 9112). */
import { matchLine } from "../../shared/router/text.ts";

const defaultPort = 80;

/** Longest host or path. */
const maxWordBytes = 1024;

/** Longest status line that is read. */
const maxStatusLineBytes = 256;

/** Longest head of a response that is read. */
const maxHeadBytes = 4096;

/** Whether the text can stand in a request without ending its line or its word. */
function isOneWord(text: string): boolean {
  // A repeat count instead would be compiled into that many states, each time anew.
  return length(text) <= maxWordBytes && matchLine(text, /^[!-~]+$/) != null;
}

/** The Host header's value: the port only where it is not the usual one (RFC 9110, section 7.2). */
function hostValue(host: string, port: number): string {
  const bracketed = index(host, ":") >= 0 && substr(host, 0, 1) != "[" ? `[${host}]` : host;
  return port == defaultPort ? bracketed : `${bracketed}:${port}`;
}

/** A GET without any state; null when host or path are no words of printable ASCII. */
function httpRequest(host: string, port: number, path: string): string | null {
  if (!isOneWord(host) || !isOneWord(path) || substr(path, 0, 1) != "/") {
    return null;
  }
  return join("\r\n", [
    `GET ${path} HTTP/1.1`,
    `Host: ${hostValue(host, port)}`,
    "User-Agent: mini-mwan",
    "Accept: */*",
    "Connection: close",
    "",
    "",
  ]);
}

/** What an answer comes to; `reason` says what is wrong with it, and is empty when nothing is. */
interface HttpVerdict {
  reason: string;
}

const good: HttpVerdict = { reason: "" };
const noHttp: HttpVerdict = { reason: "the answer is not HTTP" };
const page: HttpVerdict = { reason: "answered 200 with a page, perhaps a log-in page" };

/** Whether an address asks for nothing but an answer, as `/generate_204` does: a page is somebody else's then. */
function wantsNothing(path: string): boolean {
  return matchLine(path, /204$/) != null;
}

/** Whether a response of 200 brings a page; null while its head is not there. */
function verdictOnPage(response: string): HttpVerdict | null {
  const end = index(response, "\r\n\r\n");
  if (end < 0) {
    return length(response) < maxHeadBytes ? null : page;
  }
  const isEmpty = match(substr(response, 0, end + 2), /\nContent-Length:[ \t]*0+\r/i) != null;
  return isEmpty ? good : page;
}

/**
 * What the beginning of a response says; null while it is too short to tell.
 * @param path what was asked for
 */
function httpVerdict(beginning: string, path: string): HttpVerdict | null {
  const end = index(beginning, "\n");
  if (end < 0) {
    return length(beginning) < maxStatusLineBytes ? null : noHttp;
  }
  const found = matchLine(trim(substr(beginning, 0, end)), /^HTTP\/1\.[01] ([1-5][0-9][0-9])( |$)/);
  if (found == null) {
    return noHttp;
  }
  const status = found[1] as string;
  if (status == "204" || (status == "200" && !wantsNothing(path))) {
    return good;
  }
  if (status == "200") {
    return verdictOnPage(beginning);
  }
  const leads = index(["301", "302", "303", "307", "308", "511"], status) >= 0;
  return { reason: leads ? `answered ${status}, perhaps a log-in page` : `answered ${status}` };
}

export { httpRequest, httpVerdict, maxStatusLineBytes };

/** The HTTP request that probes send and what its status line says (RFC 9112). */
import { matchLine } from "../../shared/router/text.ts";

const defaultPort = 80;

/** Longest host or path. */
const maxWordBytes = 1024;

/** Longest status line that is read. */
const maxStatusLineBytes = 256;

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

/**
 * What the beginning of a response says: null while the status line is not complete, an empty text for
 * 200 and 204, else what is wrong.
 */
function httpComplaint(beginning: string): string | null {
  const end = index(beginning, "\n");
  if (end < 0) {
    return length(beginning) < maxStatusLineBytes ? null : "the answer is not HTTP";
  }
  const found = matchLine(trim(substr(beginning, 0, end)), /^HTTP\/1\.[01] ([1-5][0-9][0-9])( |$)/);
  if (found == null) {
    return "the answer is not HTTP";
  }
  const status = found[1] as string;
  return status == "200" || status == "204" ? "" : `HTTP status ${status}`;
}

export { httpRequest, httpComplaint, maxStatusLineBytes };

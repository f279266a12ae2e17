import { describe, expect, test } from "vitest";
import { assert, property, string } from "fast-check";
import { httpVerdict, httpRequest } from "./http.ts";

test("a request names host and path and ends with an empty line", () => {
  expect(httpRequest("probe.example", 80, "/generate_204")?.split("\r\n")).toEqual([
    "GET /generate_204 HTTP/1.1",
    "Host: probe.example",
    "User-Agent: mini-mwan",
    "Accept: */*",
    "Connection: close",
    "",
    "",
  ]);
});

test.each([
  ["192.0.2.1", 80, "192.0.2.1"],
  ["192.0.2.1", 8080, "192.0.2.1:8080"],
  ["2001:db8::1", 80, "[2001:db8::1]"],
  ["2001:db8::1", 8080, "[2001:db8::1]:8080"],
])("host %s and port %i make %s", (host, port, value) => {
  expect(httpRequest(host, port, "/")).toContain(`\r\nHost: ${value}\r\n`);
});

test("nothing that would add a line or a word becomes a request", () => {
  for (const text of ["a b", "a\r\nX: y", "a\n", "", "\0", "\xff", "x".repeat(2000)]) {
    expect(httpRequest(text, 80, "/")).toBeNull();
    expect(httpRequest("host", 80, `/${text} `)).toBeNull();
  }
  expect(httpRequest("host", 80, "path")).toBeNull();
});

test.each([
  ["HTTP/1.1 204 No Content\r\n", ""],
  ["HTTP/1.0 200 OK\n", ""],
  ["HTTP/1.1 200\r\nServer: x", ""],
  ["HTTP/1.1 302 Found\r\n", "answered 302, perhaps a log-in page"],
  ["HTTP/1.1 511 Network Authentication Required\r\n", "answered 511, perhaps a log-in page"],
  ["HTTP/1.1 403 Forbidden\r\n", "answered 403"],
  ["HTTP/1.1 2000\r\n", "the answer is not HTTP"],
  ["HTTP/2 200\r\n", "the answer is not HTTP"],
  ["220 mail.example\r\n", "the answer is not HTTP"],
  ["\r\n", "the answer is not HTTP"],
  ["x".repeat(256), "the answer is not HTTP"],
  ["", null],
  ["HTTP/1.1 20", null],
  ["HTTP/1.1 204 No Content\r", null],
])("%j means %j", (beginning, complaint) => {
  expect(httpVerdict(beginning, "/")?.reason ?? null).toBe(complaint);
});

describe("an address that asks for nothing but an answer", () => {
  const page = "answered 200 with a page, perhaps a log-in page";

  test.each([
    ["HTTP/1.1 204 No Content\r\n", ""],
    ["HTTP/1.1 200 OK\r\nServer: x\r\n", null],
    ["HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 0\r\n\r\n", ""],
    ["HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", ""],
    ["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", page],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", page],
    [`HTTP/1.1 200 OK\r\nX: ${"x".repeat(4096)}`, page],
    ["HTTP/1.1 302 Found\r\n", "answered 302, perhaps a log-in page"],
  ])("%j", (response, reason) => {
    expect(httpVerdict(response, "/generate_204")?.reason ?? null).toBe(reason);
  });
});

test("no beginning of a response makes it fail, and what is longer than a status line is judged", () => {
  assert(
    property(string({ unit: "binary", maxLength: 300 }), (text) => {
      const bytes = text.replace(/[^\0-\xff]/g, "?");
      if (bytes.length >= 256) expect(httpVerdict(bytes, "/")).not.toBeNull();
      else httpVerdict(bytes, "/");
    })
  );
});

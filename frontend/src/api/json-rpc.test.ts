import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bootRouter, server } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";
import { NetworkError, UbusError } from "./errors.ts";
import { callUbus, noSession } from "./json-rpc.ts";
import { isGranted, logIn } from "./session.ts";
import type { Session } from "./session.ts";

let router: SimulatedRouter;
let session: Session;

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
afterEach(() => server.resetHandlers());
beforeEach(async () => {
  router = bootRouter();
  session = await logIn("root", "");
});

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "it succeeded",
    (error: unknown) => error
  );
}

describe("a call", () => {
  test("gives the reply's data", async () => {
    const status = await callUbus(session.id, "mini-mwan", "status");
    expect(status).toMatchObject({ service: "running" });
  });

  test("that replies nothing gives nothing, not an error", async () => {
    expect(await callUbus(session.id, "uci", "revert", { config: "mini-mwan" })).toEqual({});
  });

  test("that the router fails says its status and the sentence beside it", async () => {
    const call = callUbus(session.id, "mini-mwan", "control", { action: "explode" });
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(UbusError);
    expect(error).toMatchObject({
      code: 2,
      message: expect.stringMatching(/^action is 'explode'/),
    });
  });

  test("that fails without a sentence is told in ubus' own words", async () => {
    const call = callUbus(session.id, "uci", "get", { config: "no-such-thing" });
    expect(await failureOf(call)).toMatchObject({ code: 6, message: "Permission denied" });
  });

  test("without a session, or to an object that is not there, is refused by uhttpd", async () => {
    expect(await failureOf(callUbus(noSession, "mini-mwan", "status"))).toMatchObject({
      code: -32002,
    });
    expect(await failureOf(callUbus(session.id, "maxi-mwan", "status"))).toMatchObject({
      code: -32000,
    });
  });

  test("that gets no answer is a network error", async () => {
    router.cutNetwork();
    const error = await failureOf(callUbus(session.id, "mini-mwan", "status"));
    expect(error).toBeInstanceOf(NetworkError);
  });

  test.each([
    ["a web page", "<h1>404</h1>"],
    ["other JSON", '{"hello":"world"}'],
    ["an empty result", '{"jsonrpc":"2.0","id":1,"result":[]}'],
  ])("that is answered with %s is a network error", async (_what, answer) => {
    server.use(http.post("*/ubus", () => HttpResponse.text(answer)));
    const error = await failureOf(callUbus(session.id, "mini-mwan", "status"));
    expect(error).toBeInstanceOf(NetworkError);
  });
});

describe("what a session may do is known from its log-in", () => {
  test("root steers, a viewer reads", async () => {
    const viewer = await logIn("viewer", "");
    expect(isGranted(session, "mini-mwan", "control")).toBe(true);
    expect(isGranted(viewer, "mini-mwan", "status")).toBe(true);
    expect(isGranted(viewer, "mini-mwan", "control")).toBe(false);
  });

  test("patterns count", () => {
    const all: Session = { id: "", username: "", grants: { "*": ["*"] } };
    expect(isGranted(all, "mini-mwan", "control")).toBe(true);
  });
});

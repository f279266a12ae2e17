/** The real simulator behind the page's requests, for tests: no reply is made up. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import type { Host } from "../../simulator/host-api.ts";

/** The simulator runs the router's code, whose global functions clash with the browser's types. */
const simulatorPath = "../../simulator/host.ts";

const { createHost } = (await import(/* @vite-ignore */ simulatorPath)) as {
  createHost: (options?: { seed?: number; wallStartMs?: number }) => Host;
};

interface SimulatedRouter {
  /** Lets the router's time pass. */
  advance(seconds: number): void;
  /** Asks the simulator for something beside the router's own API. */
  post(path: string, body: object): unknown;
  /** Calls a ubus method as somebody else, beside the page; gives the reply's data. */
  callAsRoot(object: string, method: string, args: object): unknown;
  /** No request gets through until it is mended. */
  cutNetwork(): void;
  mendNetwork(): void;
  /** Bodies of all requests so far. */
  requests: { object: string; method: string; args: Record<string, unknown> }[];
}

const state = { host: createHost(), isCut: false, requests: [] as SimulatedRouter["requests"] };

/** A call that does not come from the page. */
function call(session: string, object: string, method: string, args: object): unknown {
  const params = [session, object, method, args];
  const body = JSON.stringify({ jsonrpc: "2.0", id: 0, method: "call", params });
  const answer = state.host.answer("POST", "/ubus", body)?.data as { result?: unknown[] };
  if (answer.result?.[0] !== 0) throw new Error(`${object} ${method}: ${JSON.stringify(answer)}`);
  return answer.result[1];
}

function logInAsRoot(): string {
  const account = { username: "root", password: "", timeout: 0 };
  const session = call("0".repeat(32), "session", "login", account);
  return (session as { ubus_rpc_session: string }).ubus_rpc_session;
}

const server = setupServer(
  http.post("*/ubus", async ({ request }) => {
    if (state.isCut) return HttpResponse.error();
    const body = await request.text();
    const [, object, method, args] = JSON.parse(body).params;
    state.requests.push({ object, method, args });
    const answer = state.host.answer("POST", "/ubus", body);
    return HttpResponse.json(answer?.data as object);
  })
);

/** A router just booted, with fibre (wan) and LTE (wwan), both up and judged. */
function bootRouter(): SimulatedRouter {
  state.host = createHost({ seed: 7 });
  state.isCut = false;
  state.requests = [];
  state.host.advance(30_000);
  const rootSession = logInAsRoot();
  return {
    callAsRoot: (object, method, args) => call(rootSession, object, method, args),
    advance: (seconds) => state.host.advance(seconds * 1000),
    post: (path, body) => state.host.answer("POST", path, JSON.stringify(body))?.data,
    cutNetwork: () => (state.isCut = true),
    mendNetwork: () => (state.isCut = false),
    requests: state.requests,
  };
}

/**
 * Gives each test of a file a router just booted, told to `use`, and does `cleanUp` after each. Called
 * once at the top of the file.
 */
function routerForEachTest(use: (router: SimulatedRouter) => void, cleanUp: () => unknown): void {
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  afterAll(() => server.close());
  beforeEach(() => use(bootRouter()));
  afterEach(async () => void (await cleanUp()));
}

export { bootRouter, routerForEachTest, server };
export type { SimulatedRouter };

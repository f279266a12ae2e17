/** ubus over HTTP: JSON-RPC 2.0 on `/ubus`, as uhttpd-mod-ubus speaks it. */
import * as z from "zod/mini";
import { NetworkError, UbusError } from "./errors.ts";
import type { Arguments } from "./host.ts";

/** Id of the session that is allowed to log in and nothing else. */
const noSession = "0".repeat(32);

/** Longer than any method takes; a call that waits longer is lost. */
const timeoutMs = 20_000;

/** uhttpd answers with one of the two. */
const resultSchema = z.object({ result: z.array(z.unknown()) });

const errorSchema = z.object({ error: z.object({ code: z.number(), message: z.string() }) });

const errorDataSchema = z.object({ message: z.string() });

/** What ubus itself says for a status; an answer may bring a better sentence. */
const statusTexts: Record<number, string> = {
  1: "Invalid command",
  2: "Invalid argument",
  3: "Method not found",
  4: "Not found",
  5: "No data",
  6: "Permission denied",
  7: "Timed out",
  8: "Not supported",
  9: "Unknown error",
};

let lastRequestId = 0;

async function post(body: unknown): Promise<unknown> {
  try {
    const response = await fetch("/ubus", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return await response.json();
  } catch (cause) {
    throw new NetworkError("The router does not answer.", { cause });
  }
}

/** Calls a method and gives its reply's data, `{}` when it has none. */
async function callUbus(
  session: string,
  object: string,
  method: string,
  args: Arguments = {}
): Promise<unknown> {
  lastRequestId += 1;
  const request = {
    jsonrpc: "2.0",
    id: lastRequestId,
    method: "call",
    params: [session, object, method, args],
  };
  const answer = await post(request);
  const refusal = errorSchema.safeParse(answer).data;
  if (refusal) throw new UbusError(refusal.error.code, refusal.error.message);
  const [status, data] = resultSchema.safeParse(answer).data?.result ?? [];
  if (typeof status !== "number") throw new NetworkError("What answers at /ubus is no router.");
  if (status === 0) return data ?? {};
  const said = errorDataSchema.safeParse(data).data?.message;
  throw new UbusError(status, said ?? statusTexts[status] ?? `Status ${status}`);
}

export { callUbus, noSession };

/**
 * uhttpd's /ubus: JSON-RPC 2.0 requests in, answers out, as its ubus plugin gives them. The Node
 * server, the browser's request mocks and the tests all go through here.
 */
import type { Bus, BusMethods } from "./world/bus.ts";
import type { World } from "./world/world.ts";

/** Errors of uhttpd itself, before any method runs. */
const rpcErrors = {
  parse: { code: -32700, message: "Parse error" },
  method: { code: -32601, message: "Method not found" },
  parameters: { code: -32602, message: "Invalid parameters" },
  object: { code: -32000, message: "Object not found" },
  access: { code: -32002, message: "Access denied" },
} as const;

/** A longer body is a parse error. */
const maxBodyBytes = 65_536;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

interface RpcAnswer {
  jsonrpc: "2.0";
  id: Json;
  result?: unknown;
  error?: { code: number; message: string };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function errorAnswer(id: Json, kind: keyof typeof rpcErrors): RpcAnswer {
  return { jsonrpc: "2.0", id, error: rpcErrors[kind] };
}

/** Doubles cross the bus as doubles but are printed with six decimals. */
function asPrinted(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number(value.toFixed(6));
  if (Array.isArray(value)) return value.map(asPrinted);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asPrinted(item)]));
}

/** uhttpd asks rpcd's session object for every call. */
function mayCall(bus: Bus, session: string, object: string, method: string): boolean {
  const question = { ubus_rpc_session: session, object, function: method };
  const { data } = bus.call("session", "access", question);
  return data !== null && "access" in data && data.access === true;
}

function answerCall(bus: Bus, id: Json, params: Json | undefined): RpcAnswer {
  const [session, object, method, args] = Array.isArray(params) ? params : [];
  const isComplete =
    typeof session === "string" &&
    typeof object === "string" &&
    typeof method === "string" &&
    isObject(args);
  if (!isComplete) return errorAnswer(id, "parse");
  if (!bus.list().some(([name]) => name === object)) return errorAnswer(id, "object");
  if (!mayCall(bus, session, object, method)) return errorAnswer(id, "access");
  if ("ubus_rpc_session" in args) return errorAnswer(id, "parameters");
  const { status, data } = bus.call(object, method, { ...args, ubus_rpc_session: session });
  // The reply's data comes even beside an error status; an empty object does not come at all.
  const hasData = data !== null && Object.keys(data).length > 0;
  return { jsonrpc: "2.0", id, result: hasData ? [status, asPrinted(data)] : [status] };
}

/** How `list` names an argument's type by its example. */
function typeWordOf(example: unknown): string {
  if (typeof example === "number") return Number.isInteger(example) ? "number" : "unknown";
  return Array.isArray(example) ? "array" : typeof example;
}

function describeMethods(methods: BusMethods): object {
  const described = Object.entries(methods).map(([method, { args }]) => {
    const types = Object.entries(args ?? {}).map(([name, example]) => [name, typeWordOf(example)]);
    return [method, Object.fromEntries(types)] as const;
  });
  return Object.fromEntries(described);
}

function isWildcard(pattern: Json): pattern is string {
  return typeof pattern === "string" && pattern.endsWith("*");
}

/** Names of all objects, or the signatures of those named. */
function answerList(bus: Bus, id: Json, params: Json | undefined): RpcAnswer {
  const objects = bus.list();
  if (!Array.isArray(params)) return { jsonrpc: "2.0", id, result: objects.map(([name]) => name) };
  const wanted = objects.filter(([name]) =>
    params.some(
      (pattern) =>
        name === pattern || (isWildcard(pattern) && name.startsWith(pattern.slice(0, -1)))
    )
  );
  const result = wanted.map(([name, methods]) => [name, describeMethods(methods)] as const);
  return { jsonrpc: "2.0", id, result: Object.fromEntries(result) };
}

function answerRequest(bus: Bus, request: Json): RpcAnswer {
  if (!isObject(request)) return errorAnswer(null, "parse");
  const { jsonrpc, id = null, method, params } = request;
  if (jsonrpc !== "2.0" || typeof method !== "string") return errorAnswer(id, "parse");
  if (method === "call") return answerCall(bus, id, params);
  if (method === "list") return answerList(bus, id, params);
  return errorAnswer(id, "method");
}

/** Answers one body, a request or an array of them; HTTP's status is always 200. */
function handleUbus(world: World, body: string): RpcAnswer | RpcAnswer[] {
  if (body.length > maxBodyBytes) return errorAnswer(null, "parse");
  let request: Json;
  try {
    request = JSON.parse(body) as Json;
  } catch {
    return errorAnswer(null, "parse");
  }
  if (Array.isArray(request)) return request.map((one) => answerRequest(world.bus, one));
  return answerRequest(world.bus, request);
}

export { handleUbus };
export type { RpcAnswer };

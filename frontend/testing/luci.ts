/**
 * LuCI's modules as its views meet them, in front of the simulated router. LuCI is not ours: this
 * does what its rpc.js, poll and ui.js do as far as the page can tell.
 */
import type { Luci } from "../src/api/luci.ts";

interface LuciStandIn extends Luci {
  /** Tasks in LuCI's poll loop, with their intervals in seconds. */
  polled: { task: () => Promise<void>; intervalS: number }[];
  /** What was asked of `ui.changes`. */
  changes: string[];
  notifications: string[];
}

/** rpc.js, handleCallReply: the only trace of a code is the text. */
function errorText(object: string, method: string, answer: Answer): string | null {
  const failed = `RPC call to ${object}/${method} failed with`;
  if (answer.error) return `${failed} error ${answer.error.code}: ${answer.error.message}`;
  const [status] = answer.result ?? [];
  return status === 0 ? null : `${failed} ubus code ${status}: `;
}

/** luci.js, an interceptor of rpc.js: whoever is denied something is asked whether the session is there. */
async function endSession(session: string): Promise<void> {
  const question = { scope: "uci", object: "luci", function: "read" };
  const { error } = await ask(session, "session", "access", question);
  if (error) throw Object.assign(new Error("Login session is expired"), { name: "SessionError" });
}

async function ask(session: string, object: string, method: string, args: object): Promise<Answer> {
  const params = [session, object, method, args];
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "call", params });
  return (await fetch("/ubus", { method: "POST", body })).json() as Promise<Answer>;
}

interface Answer {
  error?: { code: number; message: string };
  result?: [number, unknown?];
}

/** `session` is the id of a session of the simulated router. */
function createLuci(session: string, mayWrite: boolean | null = true): LuciStandIn {
  const polled: LuciStandIn["polled"] = [];
  const changes: string[] = [];
  const notifications: string[] = [];
  return {
    polled,
    changes,
    notifications,
    L: { hasViewPermission: () => mayWrite, url: (path) => `/cgi-bin/luci/${path}` },
    _: (text) => text,
    rpc: {
      declare:
        ({ object, method, params }) =>
        async (...values) => {
          const args = Object.fromEntries(params.map((name, index) => [name, values[index]]));
          const answer = await ask(session, object, method, args);
          if (answer.error?.code === -32002) await endSession(session);
          const text = errorText(object, method, answer);
          if (text !== null) throw new Error(text);
          return answer.result?.[1] ?? 0;
        },
    },
    poll: {
      add: (task, intervalS) => polled.push({ task, intervalS }) > 0,
      remove: (task) => {
        const index = polled.findIndex((one) => one.task === task);
        if (index >= 0) polled.splice(index, 1);
        return index >= 0;
      },
    },
    ui: {
      changes: {
        init: () => changes.push("init"),
        apply: (checked) => void changes.push(checked ? "apply with roll-back" : "apply"),
      },
      addNotification: (_title, content, ...classes) =>
        notifications.push(`${classes.join(" ")}: ${content.textContent}`),
    },
  };
}

export { createLuci };

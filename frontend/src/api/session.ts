/** Log-in of the page of its own, through ubus `session`. */
import * as z from "zod/mini";
import { ReplySchemaError } from "./errors.ts";
import { callUbus, noSession } from "./json-rpc.ts";

/** Methods by ubus object. */
type Grants = Record<string, string[]>;

interface Session {
  /** Empty once the router has forgotten it. */
  id: string;
  username: string;
  /** What the router's access lists let this user call; `*` stands for any object or method. */
  grants: Grants;
}

/** Seconds without any call after which the router ends the session, as LuCI's sessions do. */
const idleTimeoutS = 3600;

const storageKey = "mini-mwan.session";

const grantsSchema = z.record(z.string(), z.array(z.string()));

const sessionSchema = z.object({ id: z.string(), username: z.string(), grants: grantsSchema });

const loginReplySchema = z.object({
  ubus_rpc_session: z.string(),
  /** By scope, of which `ubus` is one. */
  acls: z.record(z.string(), grantsSchema),
});

function isGranted({ grants }: Session, object: string, method: string): boolean {
  const methods = [...(grants[object] ?? []), ...(grants["*"] ?? [])];
  return methods.includes(method) || methods.includes("*");
}

/** Rejects with UbusError 6 when name or password are wrong. */
async function logIn(username: string, password: string): Promise<Session> {
  const args = { username, password, timeout: idleTimeoutS };
  const reply = loginReplySchema.safeParse(await callUbus(noSession, "session", "login", args));
  if (!reply.success) throw new ReplySchemaError("session login");
  const { ubus_rpc_session: id, acls } = reply.data;
  return { id, username, grants: acls["ubus"] ?? {} };
}

/** Kept for this tab only, so that a reload needs no new log-in. */
function storeSession(session: Session): void {
  sessionStorage.setItem(storageKey, JSON.stringify(session));
}

function forgetSession(): void {
  sessionStorage.removeItem(storageKey);
}

/** The session of this tab, or null when there is none that can be understood. */
function storedSession(): Session | null {
  try {
    const parsed = sessionSchema.safeParse(JSON.parse(sessionStorage.getItem(storageKey) ?? ""));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Tells the router to end the session; it would end by itself later. */
async function logOut(session: Session): Promise<void> {
  forgetSession();
  await callUbus(session.id, "session", "destroy").catch(() => {});
}

export { forgetSession, isGranted, logIn, logOut, storedSession, storeSession };
export type { Session };

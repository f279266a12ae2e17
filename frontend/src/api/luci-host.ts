/** The page inside LuCI: LuCI's session, polling, notifications and roll-back. */
import { NetworkError, SessionExpired, UbusError } from "./errors.ts";
import type { Host } from "./host.ts";
import { pollIntervalS } from "./host.ts";
import type { Luci } from "./luci.ts";

/** LuCI throws an Error whose only trace of the code is in its text (rpc.js, handleCallReply). */
const codePattern = /failed with (?:error|ubus code) (-?\d+): ?(.*)/s;

function ubusErrorOf(error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error);
  // luci.js has looked whether the session is there, and shows its own way to the log-in.
  if ((error as Error | null)?.name === "SessionError") return new SessionExpired(text);
  const match = codePattern.exec(text);
  return match
    ? new UbusError(Number(match[1]), match[2] ?? "")
    : new NetworkError(text, { cause: error });
}

/** The same task at most once at a time. */
function createSingleTask(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= task().finally(() => {
      running = null;
    });
    return running;
  };
}

/** `onExpired`: the session is gone, and LuCI is about to reload the page for a new one. */
function createLuciHost({ L, rpc, poll, ui, _ }: Luci, onExpired = () => {}): Host {
  /** What LuCI shows at our word; it leaves that there until somebody dismisses it. */
  const notices: unknown[] = [];
  return {
    mayWrite: L.hasViewPermission() === true,
    configAddress: L.url("admin/network/mini-mwan/config"),
    translate: (text) => _(text),
    async call(object, method, args = {}) {
      const declared = rpc.declare({ object, method, params: Object.keys(args), reject: true });
      try {
        return await declared(...Object.values(args));
      } catch (error) {
        const failure = ubusErrorOf(error);
        if (failure instanceof SessionExpired) onExpired();
        throw failure;
      }
    },
    poll(task) {
      const single = createSingleTask(task);
      // LuCI's loop may be under way already: the first answer should not wait for its next turn.
      void single();
      poll.add(single, pollIntervalS);
      return () => poll.remove(single);
    },
    apply() {
      ui.changes.apply(true);
      return Promise.resolve();
    },
    noteStagedChanges() {
      ui.changes.init();
    },
    notify(text, tone) {
      const paragraph = document.createElement("p");
      paragraph.textContent = text;
      notices.push(ui.addNotification(null, paragraph, tone));
    },
    clearNotices() {
      for (const notice of notices.splice(0)) {
        if (notice instanceof Element) notice.remove();
      }
    },
  };
}

export { createLuciHost };

/** The page on its own, for routers without LuCI: own session, own polling, own apply. */
import { objectName, ubusStatus } from "../../../shared/contract.ts";
import { NetworkError, SessionExpired, UbusError, UndoneError, rpcErrorCode } from "./errors.ts";
import { delay, pollIntervalS, rollbackAfterS } from "./host.ts";
import type { Host, Tone } from "./host.ts";
import { callUbus } from "./json-rpc.ts";
import { isGranted } from "./session.ts";
import type { Session } from "./session.ts";

/** First wait for the reload that an apply starts, then between two tries to confirm. */
const confirmEveryMs = 1000;

interface Surroundings {
  /** The session is gone: the user has to log in again. */
  onExpired(): void;
  notify(text: string, tone: Tone): void;
  clearNotices(): void;
}

/** Runs a task now and every five seconds after its end, and pauses while nobody may or does look. */
function pollWhileVisible(session: Session, task: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    if (isRunning || isStopped || document.hidden || !session.id) return;
    isRunning = true;
    await task();
    isRunning = false;
    if (!isStopped) timer = setTimeout(() => void run(), pollIntervalS * 1000);
  };
  const look = (): void => void run();
  document.addEventListener("visibilitychange", look);
  void run();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/**
 * Whether a refusal means that the session ended: the router answers a missing session and a missing
 * permission alike, but what the session was allowed is known since the log-in.
 */
function isExpiry(error: unknown, session: Session, object: string, method: string): boolean {
  const isRefusal = error instanceof UbusError && error.code === rpcErrorCode.accessDenied;
  return isRefusal && isGranted(session, object, method);
}

/** The session may be renewed in place: whoever logs in again goes on. */
function createStandaloneHost(session: Session, surroundings: Surroundings): Host {
  const { onExpired, notify, clearNotices } = surroundings;
  const call: Host["call"] = async (object, method, args) => {
    try {
      if (!session.id) throw new SessionExpired("The session has ended.");
      return await callUbus(session.id, object, method, args);
    } catch (error) {
      if (!isExpiry(error, session, object, method)) throw error;
      onExpired();
      throw new SessionExpired("The session has ended.");
    }
  };

  /** False while the router cannot be reached. */
  const isConfirmed = async (): Promise<boolean> => {
    try {
      await call("uci", "confirm");
      return true;
    } catch (error) {
      if (error instanceof NetworkError) return false;
      // There is nothing left to confirm.
      if (error instanceof UbusError && error.code === ubusStatus.noData)
        throw new UndoneError("undone before it was confirmed");
      throw error;
    }
  };

  /** Until the router takes it: an apply may cut the connection for a while. */
  const confirm = async (onWait: (leftS: number) => void): Promise<void> => {
    const deadlineMs = performance.now() + rollbackAfterS * 1000;
    const leftS = (): number => Math.ceil((deadlineMs - performance.now()) / 1000);
    const tell = (): void => onWait(Math.max(0, leftS()));
    const ticking = setInterval(tell, 1000);
    tell();
    try {
      while (leftS() > 0) {
        await delay(confirmEveryMs);
        if (await isConfirmed()) return;
      }
      throw new UndoneError("not confirmed in time");
    } finally {
      clearInterval(ticking);
    }
  };

  return {
    get mayWrite() {
      return isGranted(session, objectName, "control");
    },
    call,
    poll: (task) => pollWhileVisible(session, task),
    notify(text, tone) {
      // The log-in says itself why it is there.
      if (session.id) notify(text, tone);
    },
    clearNotices,
    noteStagedChanges: () => {},
    configAddress: "#config",
    translate: (text) => text,
    async apply(onWait) {
      try {
        await call("uci", "apply", { rollback: true, timeout: rollbackAfterS });
      } catch (error) {
        // Nothing was staged.
        if (error instanceof UbusError && error.code === ubusStatus.noData) return;
        // One apply at a time in the whole router; the other is confirmed or undone by then.
        if (error instanceof UbusError && error.code === ubusStatus.permissionDenied) {
          const wait = `somebody else is applying changes; try again in ${rollbackAfterS} seconds.`;
          throw new UbusError(ubusStatus.unknownError, wait);
        }
        throw error;
      }
      await confirm(onWait);
    },
  };
}

export { createStandaloneHost };

/** Who is logged in to the page of its own, and what the page tells the user. */
import { computed, createModel, signal } from "@preact/signals";
import type { Tone } from "../api/host.ts";
import { UbusError } from "../api/errors.ts";
import { forgetSession, logIn, logOut, storeSession, storedSession } from "../api/session.ts";
import type { Session } from "../api/session.ts";
import { ubusStatus } from "../../../shared/contract.ts";
import { describeFailure, failureOf } from "./failure.ts";
import type { Translate } from "./translate.ts";

function describeRefusal(_: Translate, error: unknown): string {
  const isWrong = error instanceof UbusError && error.code === ubusStatus.permissionDenied;
  return isWrong ? _("Wrong username or password.") : describeFailure(_, failureOf(error));
}

const SessionModel = createModel((_: Translate) => {
  const session = signal<Session | null>(storedSession());
  /** The session has ended by itself; whoever logs in again finds everything as it was. */
  const isAway = signal(false);
  const message = signal<string | null>(null);
  const isBusy = signal(false);

  return {
    /** Also while its user is away. */
    session: computed(() => session.value),
    isAway,
    /** Why the user has to log in again, or why that failed; null when all is well. */
    message,
    isBusy,
    async logIn(username: string, password: string): Promise<void> {
      isBusy.value = true;
      try {
        const opened = await logIn(username, password);
        storeSession(opened);
        message.value = null;
        const before = session.peek();
        if (before?.username === username) Object.assign(before, opened);
        else session.value = opened;
        isAway.value = false;
      } catch (error) {
        message.value = describeRefusal(_, error);
      }
      isBusy.value = false;
    },
    logOut(): void {
      const closed = session.peek();
      session.value = null;
      if (closed !== null) void logOut(closed);
    },
    /** The router does not know the session any more. */
    expire(): void {
      forgetSession();
      Object.assign(session.peek() ?? {}, { id: "" });
      message.value = _("Your session has ended. Log in again.");
      isAway.value = true;
    },
  };
});

type SessionModel = InstanceType<typeof SessionModel>;

interface Toast {
  id: number;
  text: string;
  tone: Tone;
}

/** Good news goes by itself; bad news stays until it was seen. */
const toastMs = 6000;

const ToastModel = createModel(() => {
  const toasts = signal<Toast[]>([]);
  let lastId = 0;
  const dismiss = (id: number): void => {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  };
  return {
    toasts,
    dismiss,
    clear(): void {
      toasts.value = [];
    },
    show(text: string, tone: Tone): void {
      lastId += 1;
      const id = lastId;
      toasts.value = [...toasts.value.filter((toast) => toast.text !== text), { id, text, tone }];
      if (tone === "success" || tone === "info") setTimeout(() => dismiss(id), toastMs);
    },
  };
});

type ToastModel = InstanceType<typeof ToastModel>;

export { SessionModel, ToastModel };

/** What surrounds the page: LuCI, or a page of its own. */

/** How a message is coloured. */
type Tone = "success" | "warning" | "danger" | "info";

/** Arguments of a ubus call; null and undefined are refused by rpcd. */
type Arguments = Record<string, string | boolean | number | string[] | Record<string, unknown>>;

interface Host {
  /**
   * Calls a method of a ubus object and gives its reply's data.
   * Rejects with UbusError, NetworkError or SessionExpired.
   */
  call(object: string, method: string, args?: Arguments): Promise<unknown>;
  /** Runs a task now and every five seconds, never twice at once; gives the function that ends it. */
  poll(task: () => Promise<void>): () => void;
  /**
   * Makes staged UCI changes take effect. The router undoes them by itself when nothing confirms them
   * within 90 seconds. Rejects with UndoneError when that happened. Where the surroundings do not show
   * the time that is left, `onWait` is told it every second.
   */
  apply(onWait: (leftS: number) => void): Promise<void>;
  /** To be called when UCI changes were staged or withdrawn, so that the surroundings can show it. */
  noteStagedChanges(): void;
  notify(text: string, tone: Tone): void;
  /** Takes away what was notified: something new begins. */
  clearNotices(): void;
  /** The text in the user's language. */
  translate(text: string): string;
  /** Whether the user may change anything; otherwise nothing that would is shown. */
  readonly mayWrite: boolean;
  /** Address of the view Configuration. */
  readonly configAddress: string;
}

/** Time between two refreshes; the daemon publishes as often. */
const pollIntervalS = 5;

/** How long the router waits for a confirmation before it undoes applied changes. */
const rollbackAfterS = 90;

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export { delay, pollIntervalS, rollbackAfterS };
export type { Arguments, Host, Tone };

/** The parts of LuCI's own modules that the page uses, as the view's shim passes them in. */

/** LuCI's `rpc`; a declared method takes its arguments in the order of `params`. */
interface LuciRpc {
  declare(options: {
    object: string;
    method: string;
    params: string[];
    reject: true;
  }): (...args: unknown[]) => Promise<unknown>;
}

/** LuCI's `poll`: one loop for everything on the page, switched by the badge "Refreshing". */
interface LuciPoll {
  add(task: () => Promise<void>, intervalS: number): boolean;
  remove(task: () => Promise<void>): boolean;
}

interface LuciUi {
  changes: {
    /** Counts the staged changes anew and shows their number. */
    init(): unknown;
    /** Applies what is staged, with a dialogue, and reloads the page; `checked` with roll-back. */
    apply(checked: boolean): void;
  };
  addNotification(title: string | null, content: Node, ...classes: string[]): unknown;
}

interface Luci {
  L: {
    /** Whether the user may write here; null when the menu entry is not for this user at all. */
    hasViewPermission(): boolean | null;
    /** Address of a page by its path in the menu. */
    url(path: string): string;
  };
  rpc: LuciRpc;
  poll: LuciPoll;
  ui: LuciUi;
  _: (text: string) => string;
}

export type { Luci };

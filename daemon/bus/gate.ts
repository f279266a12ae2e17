/** Lets nobody speak on ubus while ubusd does not listen: libubus would wait for it, and with it the daemon. */
import { AF_UNIX, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM, create } from "ucode:socket";
import type { Socket } from "ucode:socket";
import { ULOOP_READ, handle, timer } from "ucode:uloop";
import type { Handle, Timer } from "ucode:uloop";

/** libubus's own, OpenWrt's since 21.02. */
const socketPath = "/var/run/ubus/ubus.sock";

/** While ubusd is not there. */
const retryMs = 1000;

/**
 * Runs what it is given, in order, as soon as ubusd greets a new client: within a millisecond, or when a hang
 * is over. It never runs it before it returns.
 */
type BusGate = (task: () => void) => void;

function createBusGate(): BusGate {
  let waiting: (() => void)[] = [];
  let socket: Socket | null = null;
  let watcher: Handle | null = null;
  let retry: Timer | null = null;

  function leave(): void {
    watcher?.delete?.();
    watcher = null;
    socket?.close?.();
    socket = null;
  }

  function enter(): void {
    const greeting = socket?.recv?.(1, 0) ?? "";
    leave();
    if (greeting == "") {
      retry?.set?.(retryMs);
      return;
    }
    const tasks = waiting;
    waiting = [];
    for (let i = 0; i < length(tasks); i++) {
      (tasks[i] as () => void)();
    }
  }

  function knock(): void {
    socket = create(AF_UNIX, SOCK_STREAM + SOCK_NONBLOCK + SOCK_CLOEXEC, 0);
    if (socket?.connect?.({ path: socketPath }) == null) {
      leave();
      retry?.set?.(retryMs);
    } else {
      watcher = handle(socket, enter, ULOOP_READ);
    }
  }
  retry = timer(-1, knock);

  return (task) => {
    push(waiting, task);
    if (length(waiting) == 1) {
      knock();
    }
  };
}

export { createBusGate };
export type { BusGate };

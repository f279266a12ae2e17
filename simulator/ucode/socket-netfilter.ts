/** A netlink socket to the kernel's nftables, for what our own code asks: is a table there, and take it away. */
import type { Nft } from "../world/nft.ts";
import { SystemError } from "../world/errno.ts";
import { getProcess, getWorld } from "./current.ts";
import { attempt, error, fail } from "./socket-error.ts";
import type { Socket } from "./socket-base.ts";

const headerBytes = 20;

/** NLMSG_ERROR, NFT_MSG_GETTABLE and NFT_MSG_DELTABLE with nftables' own number, NFNL_MSG_BATCH_BEGIN. */
const messageTypes = { error: 2, newTable: 0xa00, getTable: 0xa01, deleteTable: 0xa02, begin: 16 };

/** ENOENT. */
const notFound = 2;

function bytesOf(text: string): DataView {
  return new DataView(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer);
}

function textOf(view: DataView): string {
  return String.fromCharCode(...new Uint8Array(view.buffer));
}

class NetfilterSocket implements Socket {
  #nft: Nft = getWorld().nft;
  #replies: string[] = [];
  #open = true;
  #disown = getProcess().own(() => (this.#open = false));

  /** Its answers wait when it returns. What is not in the processor's byte order is dropped. */
  send(data: string, _flags: number): number | null {
    if (!this.#open) return fail("Invalid socket context", "EBADF");
    const isLowFirst = !this.#nft.isHighByteFirst;
    const view = bytesOf(data);
    for (let at = 0; at + headerBytes <= data.length;) {
      const size = view.getUint32(at, isLowFirst);
      if (size < headerBytes || at + size > data.length) break;
      this.#take(data.slice(at, at + size), view.getUint16(at + 4, isLowFirst), isLowFirst);
      at += size;
    }
    return data.length;
  }

  recv(length: number, _flags: number): string | null {
    return attempt("recv()", () => {
      const reply = this.#replies.shift();
      if (reply === undefined) throw new SystemError("EAGAIN");
      return reply.slice(0, length);
    });
  }

  fileno(): number {
    throw new Error("socket.fileno: the simulator has it for Internet sockets only.");
  }

  close(): boolean | null {
    this.#disown();
    this.#open = false;
    return true;
  }

  error(numeric = false): string | number | null {
    return error(numeric);
  }

  bind(): boolean | null {
    return fail("Invalid address value", "EINVAL");
  }

  connect(): boolean | null {
    return fail("Invalid address value", "EINVAL");
  }

  peername(): null {
    return null;
  }

  setopt(): boolean | null {
    return fail("Unknown socket level or option", "EINVAL");
  }

  getopt(): unknown {
    return fail("Unknown socket level or option", "EINVAL");
  }

  recvmsg(): never {
    throw new Error("socket.recvmsg: the simulator has it for raw sockets only.");
  }

  #take(message: string, type: number, isLowFirst: boolean): void {
    const name = /([a-z_]+)\0/.exec(message.slice(headerBytes))?.[1] ?? "";
    const table = `inet ${name}`;
    if (type === messageTypes.getTable) {
      const known = this.#nft.describe(table);
      const reply = known === null ? null : this.#about(known, isLowFirst);
      this.#replies.push(reply ?? this.#error(notFound, isLowFirst));
    } else if (type === messageTypes.deleteTable) {
      this.#replies.push(this.#error(this.#nft.remove(table) ? 0 : notFound, isLowFirst));
    }
  }

  /** A reply whose attributes are the text. */
  #about(text: string, isLowFirst: boolean): string {
    const view = new DataView(new ArrayBuffer(headerBytes));
    view.setUint32(0, headerBytes + text.length, isLowFirst);
    view.setUint16(4, messageTypes.newTable, isLowFirst);
    return textOf(view) + text;
  }

  #error(number: number, isLowFirst: boolean): string {
    const view = new DataView(new ArrayBuffer(36));
    view.setUint32(0, 36, isLowFirst);
    view.setUint16(4, messageTypes.error, isLowFirst);
    view.setInt32(16, -number, isLowFirst);
    return textOf(view);
  }
}

export { NetfilterSocket };

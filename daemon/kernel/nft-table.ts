/**
 * Our nftables table as the kernel has it, by netlink (nfnetlink, include/uapi/linux/netfilter): look
 * whether it is there, take it away. Neither needs the program nft, and neither waits. ucode's socket module
 * opens and uses such a socket but cannot bind it, so the kernel's own news of tables are not to be had.
 */
import { SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_RAW, create } from "ucode:socket";
import type { Socket } from "ucode:socket";
import { quotient } from "../../shared/router/number.ts";

/** AF_NETLINK, for which the module has no name, and NETLINK_NETFILTER. */
const netlinkDomain = 16;
const netfilterProtocol = 12;

/** Bytes of the headers before the attributes: netlink's and nfnetlink's. */
const headerBytes = 20;

/** A reply about a table has four short attributes; one about an error repeats the request. */
const maxReplyBytes = 512;

/** EPERM, and ENOENT: there is no such table. */
const notPermitted = 1;
const notFound = 2;

interface NftTable {
  /**
   * What the kernel says of the table: the same text as long as nobody adds a chain or takes one, empty
   * when there is no table. Null when the kernel does not say.
   */
  look(): string | null;
  /** Takes the table away with all that is in it; null when there is none any more, else why. */
  remove(): string | null;
}

/** What is said to the kernel, in the byte order of a processor. */
interface Dialect {
  isLowFirst: boolean;
  /** The type of a reply that is an error or an acknowledgement: NLMSG_ERROR. */
  errorType: string;
  look: string;
  remove: string;
}

function dialectOf(isLowFirst: boolean): Dialect {
  const none = chr(0, 0);
  /** A number below 65536 in two bytes. */
  const word = (value: number): string => {
    const high = quotient(value, 256);
    return isLowFirst ? chr(value % 256, high) : chr(high, value % 256);
  };
  /** A message with sequence number and port 0; `end` is nfnetlink's header. */
  const message = (type: number, flags: number, end: string, attributes: string): string => {
    const size = word(headerBytes + length(attributes));
    const start = isLowFirst ? size + none : none + size;
    return start + word(type) + word(flags) + none + none + none + none + end + attributes;
  };
  // NFPROTO_INET; and NFNL_SUBSYS_NFTABLES, whose change it is.
  const inet = chr(1, 0, 0, 0);
  const nftables = chr(0, 0, 0, 10);
  // Attribute 1, the table's name, 14 bytes long and filled up to a multiple of four.
  const name = `${word(14)}${word(1)}mini_mwan${chr(0, 0, 0)}`;
  return {
    isLowFirst,
    errorType: word(2),
    // NFT_MSG_GETTABLE with NLM_F_REQUEST.
    look: message(2561, 1, inet, name),
    // NFT_MSG_DELTABLE with NLM_F_ACK, too, between the two ends of a batch.
    remove:
      message(16, 1, nftables, "") + message(2562, 5, inet, name) + message(17, 1, nftables, ""),
  };
}

/** The number of the error that the reply tells of, 0 for none; null when it tells of something else. */
function errorIn(reply: string, dialect: Dialect): number | null {
  // The number that follows the header is negative.
  return substr(reply, 4, 2) == dialect.errorType
    ? (256 - (ord(reply, dialect.isLowFirst ? 16 : 19) ?? 0)) % 256
    : null;
}

/** The table `inet mini_mwan` of the daemon's own network namespace. */
function createNftTable(): NftTable {
  let socket: Socket | null = null;
  /** Tried first is that of most routers. */
  let dialect = dialectOf(true);
  let isUnderstood = false;

  function exchange(message: string): string | null {
    socket =
      socket ?? create(netlinkDomain, SOCK_RAW + SOCK_NONBLOCK + SOCK_CLOEXEC, netfilterProtocol);
    // What the kernel has to say is there when `send` returns.
    const reply =
      socket?.send?.(message, 0) == null ? null : (socket?.recv?.(maxReplyBytes, 0) ?? null);
    isUnderstood = isUnderstood || reply != null;
    return reply;
  }

  function ask(what: "look" | "remove"): string | null {
    const reply = exchange(dialect[what]);
    if (isUnderstood) {
      return reply;
    }
    // The kernel drops a message whose length it cannot believe.
    dialect = dialectOf(!dialect.isLowFirst);
    return exchange(dialect[what]);
  }

  function look(): string | null {
    const reply = ask("look");
    if (reply == null) {
      return null;
    }
    const failure = errorIn(reply, dialect);
    if (failure != null) {
      return failure == notFound ? "" : null;
    }
    // The last two bytes of the header count everybody's changes.
    return substr(reply, headerBytes);
  }

  function remove(): string | null {
    const reply = ask("remove");
    const failure = reply == null ? notFound : errorIn(reply, dialect);
    // A kernel that has no nftables has no table either.
    const isGone = failure == 0 || failure == notFound;
    return isGone || (failure != notPermitted && look() == null)
      ? null
      : `the kernel does not give up the table inet mini_mwan: error ${failure}`;
  }

  return { look, remove };
}

export { createNftTable };
export type { NftTable };

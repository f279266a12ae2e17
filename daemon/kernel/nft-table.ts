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

/** Types of messages: around a change, and of nftables' own (NFNL_SUBSYS_NFTABLES in the higher byte). */
const types = { begin: 16, end: 17, getTable: 2561, deleteTable: 2562 };

/** NLM_F_REQUEST, and NLM_F_ACK with it. */
const flags = { request: 1, acknowledged: 5 };

/** NFPROTO_INET. */
const inet = 1;

/** NFNL_SUBSYS_NFTABLES: whose change it is. */
const nftables = 10;

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

/** A number below 65536 in two bytes. */
function wordOf(value: number, isLowFirst: boolean): string {
  const high = quotient(value, 256);
  return isLowFirst ? chr(value % 256, high) : chr(high, value % 256);
}

/** A message in the byte order given; its sequence number and port are 0. */
function messageOf(
  isLowFirst: boolean,
  type: number,
  flag: number,
  lastHeader: string,
  attributes: string
): string {
  const none = chr(0, 0);
  const size = wordOf(headerBytes + length(attributes), isLowFirst);
  return join("", [
    isLowFirst ? size + none : none + size,
    wordOf(type, isLowFirst) + wordOf(flag, isLowFirst),
    none + none + none + none,
    lastHeader + attributes,
  ]);
}

/** A message about the table. */
function tableMessage(isLowFirst: boolean, type: number, flag: number): string {
  // Attribute 1, its name, filled up to a multiple of four bytes.
  const name = `mini_mwan${chr(0)}`;
  const attribute = wordOf(4 + length(name), isLowFirst) + wordOf(1, isLowFirst) + name + chr(0, 0);
  return messageOf(isLowFirst, type, flag, chr(inet, 0, 0, 0), attribute);
}

function lookMessage(isLowFirst: boolean): string {
  return tableMessage(isLowFirst, types.getTable, flags.request);
}

function removeMessage(isLowFirst: boolean): string {
  const whose = chr(0, 0, 0, nftables);
  return join("", [
    messageOf(isLowFirst, types.begin, flags.request, whose, ""),
    tableMessage(isLowFirst, types.deleteTable, flags.acknowledged),
    messageOf(isLowFirst, types.end, flags.request, whose, ""),
  ]);
}

/** The number of the error that the reply tells of, 0 for none; null when it tells of something else. */
function errorIn(reply: string, isLowFirst: boolean): number | null {
  // NLMSG_ERROR is 2, and the number that follows the header negative.
  const isError = substr(reply, 4, 2) == wordOf(2, isLowFirst);
  return isError ? (256 - (ord(reply, isLowFirst ? 16 : 19) ?? 0)) % 256 : null;
}

/** The table `inet mini_mwan` of the daemon's own network namespace. */
function createNftTable(): NftTable {
  let socket: Socket | null = null;
  /** The processor's byte order; tried first is the one of most routers. */
  let isLowFirst = true;
  let isOrderKnown = false;

  function exchange(message: string): string | null {
    socket =
      socket ?? create(netlinkDomain, SOCK_RAW + SOCK_NONBLOCK + SOCK_CLOEXEC, netfilterProtocol);
    // What the kernel has to say is there when `send` returns.
    return socket?.send?.(message, 0) == null ? null : (socket?.recv?.(maxReplyBytes, 0) ?? null);
  }

  function ask(compose: (isLowFirst: boolean) => string): string | null {
    let reply = exchange(compose(isLowFirst));
    if (reply == null && !isOrderKnown) {
      // The kernel drops a message whose length it cannot believe.
      isLowFirst = !isLowFirst;
      reply = exchange(compose(isLowFirst));
    }
    isOrderKnown = isOrderKnown || reply != null;
    return reply;
  }

  function look(): string | null {
    const reply = ask(lookMessage);
    if (reply == null) {
      return null;
    }
    const failure = errorIn(reply, isLowFirst);
    if (failure != null) {
      return failure == notFound ? "" : null;
    }
    // The last two bytes of the header count everybody's changes.
    return substr(reply, headerBytes);
  }

  function remove(): string | null {
    const reply = ask(removeMessage);
    const failure = reply == null ? notFound : errorIn(reply, isLowFirst);
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

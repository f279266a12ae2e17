/** ucode's socket module, for the kinds of sockets that the router code opens. */
import type { Family } from "../../shared/domain.ts";
import {
  IPPROTO_IPV6,
  IPV6_MULTICAST_ALL,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  SO_TIMESTAMPNS,
} from "./socket-base.ts";
import type { Socket, SocketModule } from "./socket-base.ts";
import { error, fail } from "./socket-error.ts";
import { NetfilterSocket } from "./socket-netfilter.ts";
import { RawSocket } from "./socket-raw.ts";
import { TcpSocket } from "./socket-tcp.ts";
import { UdpSocket } from "./socket-udp.ts";
import { UnixSocket } from "./socket-unix.ts";
import { icmpProtocols } from "../world/icmp.ts";

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;

/** Socket types without their flags. */
const typeMask = 0xf;

const families: { readonly [domain: number]: Family } = { [AF_INET]: "ipv4", [AF_INET6]: "ipv6" };

/** AF_NETLINK, for which the module has no name, and NETLINK_NETFILTER. */
const netlink = { domain: 16, netfilter: 12 };

function create(domain: number, type: number, protocol: number): Socket | null {
  if (domain === netlink.domain && protocol === netlink.netfilter) return new NetfilterSocket();
  if (domain === AF_UNIX && (type & typeMask) === SOCK_STREAM) return new UnixSocket();
  const family = families[domain];
  if (family === undefined) return fail("socket()", "EAFNOSUPPORT");
  const kind = type & typeMask;
  if (kind === SOCK_RAW && protocol === icmpProtocols[family]) return new RawSocket(family);
  if (kind === SOCK_RAW || protocol !== 0) return fail("socket()", "EPROTONOSUPPORT");
  if (kind === SOCK_STREAM) return new TcpSocket(family, (type & SOCK_NONBLOCK) !== 0);
  return kind === SOCK_DGRAM ? new UdpSocket(family) : fail("socket()", "EINVAL");
}

({
  AF_UNIX,
  AF_INET,
  AF_INET6,
  SOCK_STREAM,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_NONBLOCK,
  SOCK_CLOEXEC,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  SO_TIMESTAMPNS,
  IPPROTO_IPV6,
  IPV6_MULTICAST_ALL,
  create,
  error,
}) satisfies SocketModule;

export {
  AF_UNIX,
  AF_INET,
  AF_INET6,
  SOCK_STREAM,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_NONBLOCK,
  SOCK_CLOEXEC,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  SO_TIMESTAMPNS,
  IPPROTO_IPV6,
  IPV6_MULTICAST_ALL,
  create,
  error,
};

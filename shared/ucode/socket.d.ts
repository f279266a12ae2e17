declare module "ucode:socket" {
  /** On 24.10 an address must be given in this form; a bare text fails. */
  interface SocketAddress {
    address: string;
    port: number;
  }
  /** Of a Unix domain socket. */
  interface SocketPath {
    path: string;
  }
  interface ControlMessage {
    level: number;
    type: number;
    data: unknown;
  }
  interface ReceivedMessage {
    data: string;
    address: SocketAddress;
    ancillary?: ControlMessage[];
  }
  interface Socket {
    /** True, or null on failure, see `error`. */
    bind(address: SocketAddress): boolean | null;
    /**
     * True when the connection is there, null when it is not: on a non-blocking stream that is the
     * rule, and the numeric `error` is EINPROGRESS.
     */
    connect(address: SocketAddress | SocketPath): boolean | null;
    /** Whom the socket is connected to; null before the handshake is complete and after a reset. */
    peername(): SocketAddress | null;
    setopt(level: number, option: number, value: number | string): boolean | null;
    getopt(level: number, option: number): unknown;
    /** Bytes sent, or null. */
    send(data: string, flags: number, address?: SocketAddress): number | null;
    /**
     * Always pass the length; what a datagram has beyond it is dropped. Empty when the peer closed,
     * null on error. `address` receives the sender's `address` and `port`.
     */
    recv(length: number, flags: number, address?: Partial<SocketAddress>): string | null;
    /**
     * A message with its sender and its control messages, null on error. With SO_TIMESTAMPNS one of
     * these, of that type, has the time of arrival: `sec` and `nsec` since 1970, or with musl its bytes.
     */
    recvmsg(length: number, ancillaryLength: number, flags: number): ReceivedMessage | null;
    close(): boolean | null;
    /** Number of the descriptor. On 64 bits with the highest byte first it is always 0. */
    fileno(): number;
    /**
     * The failure of the latest call, if it failed: a text, or with `numeric` the architecture's errno.
     * Later than 24.10 it can be read again, there only once.
     */
    error(numeric?: boolean): string | number | null;
  }
  const AF_INET: number;
  const AF_INET6: number;
  const AF_UNIX: number;
  const SOCK_STREAM: number;
  const SOCK_DGRAM: number;
  const SOCK_RAW: number;
  const SOCK_NONBLOCK: number;
  const SOCK_CLOEXEC: number;
  const SOL_SOCKET: number;
  const SO_BINDTODEVICE: number;
  const SO_MARK: number;
  const SO_TIMESTAMPNS: number;
  const IPPROTO_IPV6: number;
  const IPV6_MULTICAST_ALL: number;
  function create(domain: number, type: number, protocol: number): Socket | null;
  function error(numeric?: boolean): string | number | null;
}

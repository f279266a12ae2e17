declare module "ucode:socket" {
  /** On 24.10 an address must be given in this form; a bare text fails. */
  interface SocketAddress {
    address: string;
    port: number;
  }
  interface Socket {
    /** True, or null on failure, see `error`. */
    bind(address: SocketAddress): boolean | null;
    connect(address: SocketAddress): boolean | null;
    setopt(level: number, option: number, value: number | string): boolean | null;
    getopt(level: number, option: number): unknown;
    /** Bytes sent, or null. */
    send(data: string, flags: number, address?: SocketAddress): number | null;
    /** Always pass the length. Empty when the peer closed, null on error. */
    recv(length: number, flags: number, address?: object): string | null;
    close(): boolean | null;
    error(numeric?: boolean): string | number | null;
  }
  const AF_INET: number;
  const AF_INET6: number;
  const SOCK_RAW: number;
  const SOCK_NONBLOCK: number;
  const SOCK_CLOEXEC: number;
  const SOL_SOCKET: number;
  const SO_BINDTODEVICE: number;
  const SO_MARK: number;
  const MSG_DONTWAIT: number;
  function create(domain: number, type: number, protocol: number): Socket | null;
  function error(numeric?: boolean): string | number | null;
}

/** What hosts on the Internet serve beyond ping: TCP connections, DNS and HTTP. */
import { bytesOf, textOf } from "./icmp.ts";

/** Which port of which host a packet is for, and the line it takes. */
interface Visit {
  /** Device on the router. */
  device: string;
  host: string;
  port: number;
}

/** Ports that every host listens on: DNS, HTTP and HTTPS. */
const usualTcpPorts = [53, 80, 443];
const usualUdpPorts = [53];

const httpPort = 80;
const dnsHeaderBytes = 12;

const reasons: { readonly [status: number]: string } = {
  200: "OK",
  204: "No Content",
  302: "Found",
  404: "Not Found",
  503: "Service Unavailable",
};

function httpResponse(status: number, body = ""): string {
  const location = status === 302 ? "Location: http://portal.invalid/login\r\n" : "";
  return `HTTP/1.1 ${status} ${reasons[status] ?? "Status"}\r\n${location}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}

/** A response without records, to the one question of a query (RFC 1035, section 4.1); null for junk. */
function dnsResponse(query: string, rcode: number): string | null {
  const bytes = bytesOf(query);
  if (bytes.length < dnsHeaderBytes || bytes[2]! >= 128 || bytes[5] !== 1) return null;
  return textOf([bytes[0]!, bytes[1]!, bytes[2]! | 128, 128 | rcode, ...bytes.slice(4)]);
}

class Services {
  /** What DNS servers answer with; 0 is no error. */
  dnsRcode = 0;
  #closed = new Set<string>();
  #statuses = new Map<string, number>();
  #portals = new Map<string, number>();

  /** From now on the host refuses whatever comes to this port. */
  close(host: string, port: number): void {
    this.#closed.add(`${host} ${port}`);
  }

  /** The status of the host's HTTP answers; 204 unless told otherwise. */
  setHttpStatus(host: string, status: number): void {
    this.#statuses.set(host, status);
  }

  /** Somebody on the line behind this device answers HTTP in place of every host; null ends it. */
  setPortal(device: string, status: number | null): void {
    if (status === null) this.#portals.delete(device);
    else this.#portals.set(device, status);
  }

  listensOnTcp(visit: Visit): boolean {
    return this.#isOpen(visit, usualTcpPorts);
  }

  /** What the host sends back for what it received on a connection so far; null while it waits. */
  answerStream({ device, host, port }: Visit, received: string): string | null {
    if (port !== httpPort || !received.includes("\r\n\r\n")) return null;
    const portal = this.#portals.get(device);
    if (portal !== undefined) return httpResponse(portal, "<title>Log in</title>");
    return httpResponse(this.#statuses.get(host) ?? 204);
  }

  listensOnUdp(visit: Visit): boolean {
    return this.#isOpen(visit, usualUdpPorts);
  }

  /** The datagram that answers another one, or null. */
  answerDatagram(_visit: Visit, datagram: string): string | null {
    return dnsResponse(datagram, this.dnsRcode);
  }

  /** The router itself serves nothing. */
  #isOpen({ device, host, port }: Visit, usual: readonly number[]): boolean {
    return device !== "lo" && usual.includes(port) && !this.#closed.has(`${host} ${port}`);
  }
}

export { Services };
export type { Visit };

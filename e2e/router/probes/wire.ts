/** Two hosts on one wire, each in a network namespace of its own, with both families. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const addresses = {
  ipv4: { router: "192.0.2.1", host: "192.0.2.2", other: "192.0.2.3", length: 24 },
  ipv6: { router: "2001:db8::1", host: "2001:db8::2", other: "2001:db8::3", length: 64 },
};
type Family = keyof typeof addresses;

const prefix = `mmp${process.pid}`;
const namespaces = { router: `${prefix}-router`, host: `${prefix}-host` };

function inside(name: keyof typeof namespaces, ...command: string[]): string[] {
  return ["netns", "exec", namespaces[name], ...command];
}

function ip(...words: string[]): void {
  execFileSync("ip", words);
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function connect(): void {
  const { router, host } = namespaces;
  ip("-n", router, "link", "add", "wan", "type", "veth", "peer", "name", "eth0", "netns", host);
  for (const family of ["ipv4", "ipv6"] as const) {
    const own = addresses[family];
    ip("-n", router, "addr", "add", `${own.router}/${own.length}`, "dev", "wan");
    for (const address of [own.host, own.other])
      ip("-n", host, "addr", "add", `${address}/${own.length}`, "dev", "eth0");
  }
  ip("-n", router, "link", "set", "wan", "up");
  ip("-n", host, "link", "set", "eth0", "up");
}

export { addresses, connect, inside, ip, namespaces, script };
export type { Family };

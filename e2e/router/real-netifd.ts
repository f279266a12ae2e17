/** The real netifd on the household's router, in place of the stand-in. */
import { dirname } from "node:path";
import type { Household } from "./household.ts";
import { interfaceNames } from "./netifd-dump.ts";
import { providers } from "./provider.ts";
import type { Provider } from "./provider.ts";
import { until } from "./router.ts";

type Options = { readonly [option: string]: string | number };

/** Options of interfaces that differ from the household's, by logical name. */
interface NetworkChanges {
  readonly [name: string]: Options;
}

interface RealNetifd {
  /** Writes `/etc/config/network`, with rules, and has netifd take over what is different in it. */
  reload(changes: NetworkChanges, rules?: readonly Options[]): void;
  /** What a modem's protocol does once it is connected: an interface of its own on the modem's device. */
  make(name: string, options: object): void;
  /** What udhcpc's script does with the lease of fibre's interface, which has to have the protocol `lease`. */
  renew(gateway: string): void;
  /** What `ifdown` and `ifup` do, and a protocol with what it has made. */
  order(name: string, order: "down" | "up" | "remove"): void;
  /** What `service network restart` does: netifd starts anew and knows of nothing that was there. */
  restart(): Promise<void>;
}

/** Lines of one provider as somebody would write them: an interface for each family on one device. */
function linesOf(one: Provider): { [name: string]: Options } {
  const name = interfaceNames[one.number - 1] as string;
  const metric = one.number * 10;
  return {
    [name]: {
      device: one.device,
      proto: "static",
      ipaddr: one.routerAddress,
      netmask: "255.255.255.0",
      gateway: one.gateway,
      metric,
      // As with DHCP: without a carrier it is down.
      force_link: 0,
    },
    [`${name}6`]: {
      device: `@${name}`,
      proto: "static",
      ip6addr: `${one.routerAddress6}/64`,
      ip6gw: one.gateway6,
      metric,
    },
  };
}

/** The file `/etc/config/network`. */
function networkText(changes: NetworkChanges, rules: readonly Options[]): string {
  const interfaces: { [name: string]: Options } = {
    loopback: { device: "lo", proto: "static", ipaddr: "127.0.0.1", netmask: "255.0.0.0" },
    lan: {
      device: "lan0",
      proto: "static",
      ipaddr: "10.0.0.1",
      netmask: "255.255.255.0",
      ip6addr: "fd00:6d77::1/64",
    },
    ...Object.assign({}, ...providers.map(linesOf)),
  };
  const textOf = (head: string, options: Options): string => {
    const lines = Object.entries(options).map(([key, value]) => `\toption ${key} '${value}'\n`);
    return `config ${head}\n${lines.join("")}\n`;
  };
  return [
    ...Object.entries(interfaces).map(([name, options]) =>
      textOf(`interface '${name}'`, { ...options, ...changes[name] })
    ),
    ...rules.map((rule) => textOf("rule", rule)),
  ].join("");
}

/** A protocol by a script, as DHCP is one; its lease comes from elsewhere. */
const leaseScript = `#!/bin/sh
[ "$2" != dump ] || echo '{ "name": "lease", "no-proto-task": true }'
`;

/** What a protocol's script tells netifd of a lease. */
function leaseOf({ routerAddress }: Provider, gateway: string): string {
  return JSON.stringify({
    interface: interfaceNames[0],
    action: 0,
    "link-up": true,
    ipaddr: [{ ipaddr: routerAddress, mask: "24" }],
    routes: [{ target: "0.0.0.0", netmask: "0", gateway }],
  });
}

/** Whether netifd is on the bus and says that these interfaces are up. */
function areUp(household: Household, names: readonly string[]): boolean {
  if (!household.router.run("ubus", "list").includes("network.interface.lan")) return false;
  const dump = JSON.parse(household.router.run("ubus", "call", "network.interface", "dump")) as {
    interface: { interface: string; up: boolean }[];
  };
  const up = dump.interface.filter((one) => one.up).map((one) => one.interface);
  return names.every((name) => up.includes(name));
}

/**
 * Ends the stand-in and starts netifd with the household's interfaces.
 * @param awaited logical names of those that have to come up
 */
async function startRealNetifd(
  household: Household,
  awaited: readonly string[] = interfaceNames
): Promise<RealNetifd> {
  const { router } = household;
  const write = (changes: NetworkChanges, rules: readonly Options[] = []): void =>
    router.write("etc/config/network", networkText(changes, rules));
  const start = async (names: readonly string[]): Promise<void> => {
    const options = ["-p", "/etc/netifd", "-h", "/bin/true", "-r", "/run/resolv.conf"];
    router.start("netifd", "netifd", "-S", "-l", "2", ...options);
    await until(() => areUp(household, names), 5000, `netifd's ${names.join(" and ")}`);
  };
  const script = "etc/netifd/proto/lease.sh";
  router.run("mkdir", "-p", `/${dirname(script)}`);
  router.write(script, leaseScript);
  router.run("chmod", "755", `/${script}`);
  await router.end("netifd");
  write({});
  await start(awaited);
  return {
    reload: (changes, rules) => {
      write(changes, rules);
      router.run("ubus", "call", "network", "reload");
    },
    make: (name, options) =>
      void router.run(
        "ubus",
        "call",
        "network",
        "add_dynamic",
        JSON.stringify({ name, ...options })
      ),
    renew: (gateway) => {
      const lease = leaseOf(providers[0] as Provider, gateway);
      router.run("ubus", "call", "network.interface", "notify_proto", lease);
    },
    order: (name, order) => void router.run("ubus", "call", `network.interface.${name}`, order),
    restart: async () => {
      await router.end("netifd");
      await start(awaited);
    },
  };
}

export { startRealNetifd };
export type { RealNetifd };

/** What netifd says and does on the household's router; a stand-in speaks for it on ubus. */
import { renameSync, writeFileSync } from "node:fs";
import { interfaceNames, netifdDump } from "./netifd-dump.ts";
import type { InterfaceOverride } from "./netifd-dump.ts";
import type { Network } from "./network.ts";
import { ipBatch, lineCommands, providers } from "./provider.ts";
import type { Provider } from "./provider.ts";

interface NetifdEvent {
  action: "ifup" | "ifdown";
  /** Logical name. */
  interface: string;
}

interface Netifd {
  /** What netifd says from now on, with an event as netifd sends it. */
  announce(action: NetifdEvent["action"], name: string, override: InterfaceOverride): void;
  /** Further interfaces that netifd knows, as it would give them in its dump. */
  addInterfaces(entries: readonly object[]): void;
  /**
   * The cable is pulled at the provider's end. netifd either takes addresses and routes away and says
   * so, as it does for DHCP, or keeps them, as it does for a static interface.
   */
  pullCable(provider: number, netifd: "drops" | "keeps"): void;
  /** Plugs the cable in; netifd has what it had before. */
  plugCable(provider: number): void;
}

/**
 * @param file where the stand-in reads its answer
 * @param broadcast lets the stand-in send the event
 */
function createNetifd(
  network: Network,
  file: string,
  broadcast: (event: NetifdEvent) => void
): Netifd {
  const overrides = new Map<string, InterfaceOverride>();
  const extra: object[] = [];
  const router = network.namespace("router");
  const providerOf = (number: number): Provider => providers[number - 1] as Provider;
  const namesOf = (number: number): string[] => {
    const name = interfaceNames[number - 1] as string;
    return network.options.ipv4Only ? [name] : [name, `${name}6`];
  };
  const write = (): void => {
    // Renamed into place: somebody may be asking right now.
    writeFileSync(`${file}.new`, JSON.stringify(netifdDump(overrides, network.options, extra)));
    renameSync(`${file}.new`, file);
  };
  const announce: Netifd["announce"] = (action, name, override) => {
    overrides.set(name, override);
    write();
    broadcast({ action, interface: name });
  };
  write();
  return {
    announce,
    addInterfaces: (entries) => {
      extra.push(...entries);
      write();
    },
    pullCable: (provider, netifd) => {
      network.setCarrier(provider, false);
      if (netifd === "drops") {
        const device = providerOf(provider).device;
        // IPv4 routes go with their address, IPv6 ones do not.
        ipBatch(router, [`route flush exact default dev ${device}`], "inet6");
        ipBatch(router, [`addr flush dev ${device} scope global`]);
        for (const name of namesOf(provider)) announce("ifdown", name, { up: false });
      }
    },
    plugCable: (provider) => {
      network.setCarrier(provider, true);
      const gone = namesOf(provider).filter((name) => overrides.get(name)?.up === false);
      if (gone.length > 0) {
        const isDelegated = network.options.delegated ?? false;
        ipBatch(router, lineCommands(providerOf(provider), isDelegated));
        for (const name of gone) announce("ifup", name, {});
      }
    },
  };
}

export { createNetifd };
export type { Netifd };

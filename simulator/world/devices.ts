/** The router's network devices, their addresses and counters, and how sysfs shows them. */
import type { Family } from "../../shared/domain.ts";
import { formatIpAddress, parsePrefix } from "./address.ts";
import { SystemError } from "./errno.ts";
import type { FileTree } from "./file-tree.ts";

interface DeviceAddress {
  address: string;
  /** Length of the connected network's prefix. */
  prefixLength: number;
  /** Past its preferred lifetime (IFA_F_DEPRECATED): not chosen for new connections. IPv6 only. */
  isDeprecated?: boolean;
}

interface Device {
  readonly name: string;
  readonly index: number;
  /** Administratively up. */
  up: boolean;
  carrier: boolean;
  addresses: DeviceAddress[];
  rxBytes: number;
  txBytes: number;
  rxPackets: number;
  txPackets: number;
}

/** Octets of an Ethernet header, which the device's counters include. */
const ethernetHeaderBytes = 14;

class Devices {
  #byName = new Map<string, Device>();
  #files: FileTree;

  constructor(files: FileTree) {
    this.#files = files;
  }

  add(name: string): Device {
    const device: Device = {
      name,
      index: this.#byName.size + 1,
      up: true,
      carrier: true,
      addresses: [],
      rxBytes: 0,
      txBytes: 0,
      txPackets: 0,
      rxPackets: 0,
    };
    this.#byName.set(name, device);
    const folder = `/sys/class/net/${name}`;
    this.#files.installDevice(`${folder}/carrier`, () => {
      if (!device.up) throw new SystemError("EINVAL");
      return device.carrier ? "1\n" : "0\n";
    });
    this.#files.installDevice(`${folder}/operstate`, () =>
      device.up && device.carrier ? "up\n" : "down\n"
    );
    this.#files.installDevice(`${folder}/ifindex`, () => `${device.index}\n`);
    this.#files.installDevice(`${folder}/statistics/rx_bytes`, () => `${device.rxBytes}\n`);
    this.#files.installDevice(`${folder}/statistics/tx_bytes`, () => `${device.txBytes}\n`);
    this.#files.installDevice(`${folder}/statistics/rx_packets`, () => `${device.rxPackets}\n`);
    this.#files.installDevice(`${folder}/statistics/tx_packets`, () => `${device.txPackets}\n`);
    return device;
  }

  remove(name: string): void {
    this.#byName.delete(name);
    this.#files.removeTree(`/sys/class/net/${name}`);
  }

  find(name: string): Device | null {
    return this.#byName.get(name) ?? null;
  }

  get(name: string): Device {
    const device = this.find(name);
    if (device === null) throw new SystemError("ENODEV");
    return device;
  }

  all(): Device[] {
    return [...this.#byName.values()];
  }

  /** The device that has this address, or null. */
  withAddress(address: string): Device | null {
    return (
      this.all().find((device) => device.addresses.some((own) => own.address === address)) ?? null
    );
  }

  countSent(device: Device, bytes: number): void {
    device.txBytes += bytes + ethernetHeaderBytes;
    device.txPackets += 1;
  }

  countReceived(device: Device, bytes: number): void {
    device.rxBytes += bytes + ethernetHeaderBytes;
    device.rxPackets += 1;
  }
}

/** The device's addresses of one family. */
function addressesOf(device: Device, family: Family): DeviceAddress[] {
  return device.addresses.filter(({ address }) => address.includes(":") === (family === "ipv6"));
}

/** The address that every IPv6 device has, made of its index: fe80::/64 with an invented host part. */
function linkLocalAddressOf(device: Device): DeviceAddress {
  return { address: `fe80::200:5eff:fe00:${device.index.toString(16)}`, prefixLength: 64 };
}

/** `address/length` as the two parts. */
function parseDeviceAddress(text: string): DeviceAddress {
  const prefix = parsePrefix(text);
  if (prefix === null)
    throw new Error(`"${text}" is no address with prefix length; write it like 192.0.2.2/24.`);
  return { address: formatIpAddress(prefix.bytes), prefixLength: prefix.length };
}

export { Devices, addressesOf, linkLocalAddressOf, parseDeviceAddress };
export type { Device, DeviceAddress };

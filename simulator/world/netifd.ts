/** netifd: the router's logical interfaces, its ubus objects and what it does when a link changes. */
import { ubusStatus } from "../../shared/contract.ts";
import type { Bus, BusReply } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Kernel } from "./kernel.ts";
import { describeInterface } from "./netifd-dump.ts";
import { assignedLength, assignmentIn } from "./netifd-ipv6.ts";
import type { Assignment, Ipv6Lease } from "./netifd-ipv6.ts";
import { NetifdInterface } from "./netifd-interface.ts";
import type { InterfaceOptions } from "./netifd-interface.ts";

class Netifd {
  readonly interfaces = new Map<string, NetifdInterface>();
  #clock: Clock;
  #kernel: Kernel;
  #bus: Bus;
  /** Parts of delegated prefixes that are in the kernel. */
  #assignments: Assignment[] = [];

  constructor(clock: Clock, kernel: Kernel, bus: Bus) {
    this.#clock = clock;
    this.#kernel = kernel;
    this.#bus = bus;
    kernel.subscribe((event) => {
      if (event.kind !== "link") return;
      for (const subject of this.interfaces.values())
        if (subject.options.device === event.device.name) subject.checkState();
    });
    this.#publish();
  }

  /** Adds an interface on a device of the kernel, up at once if its link is. */
  addInterface(
    options: Pick<InterfaceOptions, "name" | "device" | "proto" | "address"> &
      Partial<InterfaceOptions>
  ): NetifdInterface {
    const whole = {
      gateway: null,
      metric: 0,
      installsDefaultRoute: true,
      forcesLink: options.proto === "static",
      ipv6: null,
      takesPrefixes: false,
      ...options,
    };
    const subject = new NetifdInterface(whole, this.#clock, this.#kernel, (action) => {
      this.#assignPrefixes();
      if (action !== "update")
        this.#bus.send("network.interface", { action, interface: options.name });
      this.#bus.notify("network.interface");
    });
    this.interfaces.set(options.name, subject);
    if (subject.hasLink()) subject.bringUpNow();
    this.#assignPrefixes();
    return subject;
  }

  /** New addresses, prefixes or lifetimes of an interface's IPv6. */
  changeIpv6(name: string, change: Partial<Ipv6Lease>): void {
    this.get(name).changeIpv6(change);
  }

  /** Gives each delegated prefix to those that take them, and takes back what is gone. */
  #assignPrefixes(): void {
    const up = [...this.interfaces.values()].filter(({ state }) => state === "up");
    const takers = up.filter(({ options }) => options.takesPrefixes);
    const wanted = up.flatMap(({ ipv6, options: { name } }) =>
      (ipv6?.prefixes ?? []).flatMap((prefix) =>
        takers.map(({ options: { name: to, device } }, number) => ({
          ...assignmentIn(prefix, number),
          ...{ from: name, prefix, to, device },
        }))
      )
    );
    const isIn = (list: readonly Assignment[], { device, address }: Assignment): boolean =>
      list.some((other) => other.device === device && other.address === address);
    for (const old of this.#assignments)
      if (!isIn(wanted, old) && this.#kernel.devices.withAddress(old.address) !== null)
        this.#kernel.removeAddress(old.device, old.address);
    for (const { device, address } of wanted.filter((one) => !isIn(this.#assignments, one))) {
      this.#kernel.enableIpv6(device);
      this.#kernel.addAddress(device, { address, prefixLength: assignedLength });
    }
    this.#assignments = wanted;
  }

  get(name: string): NetifdInterface {
    const subject = this.interfaces.get(name);
    if (!subject)
      throw new Error(
        `netifd has no interface "${name}"; it has ${[...this.interfaces.keys()].join(", ")}.`
      );
    return subject;
  }

  /** What a person does with `ifup`: down first if it is up. */
  ifup(name: string): void {
    this.get(name).autostart = false;
    this.get(name).checkState();
    this.get(name).autostart = true;
    this.get(name).checkState();
  }

  ifdown(name: string): void {
    this.get(name).autostart = false;
    this.get(name).checkState();
  }

  /** `service network restart`: every rule in the kernel goes, every interface goes down and up. */
  restart(): void {
    this.#kernel.flushRules();
    for (const name of this.interfaces.keys()) this.ifup(name);
  }

  #publish(): void {
    const ok = (data: object | null): BusReply => ({ status: ubusStatus.ok, data });
    const sorted = (): NetifdInterface[] =>
      [...this.interfaces.values()].sort((a, b) => (a.options.name < b.options.name ? -1 : 1));
    const describe = (subject: NetifdInterface): object =>
      describeInterface(subject, this.#assignments, this.#clock.nowMs);
    const withInterface = (
      args: { [name: string]: unknown },
      answer: (subject: NetifdInterface) => object | null
    ): BusReply => {
      const subject = this.interfaces.get(String(args["interface"]));
      return subject ? ok(answer(subject)) : { status: ubusStatus.notFound, data: null };
    };
    this.#bus.publishNative("network.interface", {
      dump: () => {
        const all = sorted().map((subject) => ({
          interface: subject.options.name,
          ...describe(subject),
        }));
        return ok({ interface: all });
      },
      status: (args) => withInterface(args, describe),
      up: (args) =>
        withInterface(args, (subject) => {
          this.ifup(subject.options.name);
          return null;
        }),
      down: (args) =>
        withInterface(args, (subject) => {
          this.ifdown(subject.options.name);
          return null;
        }),
    });
    this.#bus.publishNative("network.device", {
      status: () => ok(Object.fromEntries(this.#kernel.devices.all().map(describeDevice))),
    });
  }
}

function describeDevice(device: ReturnType<Kernel["devices"]["all"]>[number]): [string, object] {
  const { name, up, carrier, rxBytes, txBytes } = device;
  return [
    name,
    {
      external: false,
      present: true,
      type: "Network device",
      up,
      carrier,
      statistics: { rx_bytes: rxBytes, tx_bytes: txBytes },
    },
  ];
}

export { Netifd };

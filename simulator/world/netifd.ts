/** netifd: the router's logical interfaces, its ubus objects and what it does when a link changes. */
import { ubusStatus } from "../../shared/contract.ts";
import type { Bus, BusReply } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Kernel } from "./kernel.ts";
import { describeInterface } from "./netifd-dump.ts";
import { NetifdInterface } from "./netifd-interface.ts";
import type { InterfaceOptions } from "./netifd-interface.ts";

class Netifd {
  readonly interfaces = new Map<string, NetifdInterface>();
  #clock: Clock;
  #kernel: Kernel;
  #bus: Bus;

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
      ...options,
    };
    const subject = new NetifdInterface(whole, this.#clock, this.#kernel, (action) =>
      this.#bus.send("network.interface", { action, interface: options.name })
    );
    this.interfaces.set(options.name, subject);
    if (subject.hasLink()) subject.bringUpNow();
    return subject;
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
          ...describeInterface(subject, this.#clock.nowMs),
        }));
        return ok({ interface: all });
      },
      status: (args) =>
        withInterface(args, (subject) => describeInterface(subject, this.#clock.nowMs)),
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

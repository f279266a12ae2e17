/** The simulated router beside the page: its API for setting the stage and for looking behind it. */
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { expect } from "@playwright/test";
import type { APIRequestContext } from "@playwright/test";

interface Answer {
  result?: [number, unknown?];
  error?: { code: number };
}

interface Status {
  service: string;
  now: number;
  check_interval: number | null;
  uplinks: { interface: string; status: string; active: boolean; rx_bytes: number }[];
}

/** Options by section. */
type Configuration = Record<string, Record<string, string | string[]>>;

/** The configuration every test starts from; checks every second keep the tests short. */
const household: Configuration = {
  global: { enabled: "1", mode: "failover", check_interval: "1" },
  fibre: { name: "wan", label: "wan", ping_target: ["1.1.1.1", "8.8.8.8"], metric: "10" },
  lte: { name: "wwan", label: "wwan", ping_target: ["9.9.9.9"], metric: "20" },
};

/** Round-trip times of the WANs by device. */
const delaysMs = { eth1: 12, wwan0: 45 };

/** Without what UCI itself says of a section. */
function optionsOf(configuration: Configuration): Configuration {
  const own = (section: Configuration[string]) =>
    Object.fromEntries(Object.entries(section).filter(([option]) => !option.startsWith(".")));
  return Object.fromEntries(
    Object.entries(configuration).map(([name, section]) => [name, own(section)])
  );
}

class Router {
  #request: APIRequestContext;
  #session = "0".repeat(32);

  constructor(request: APIRequestContext) {
    this.#request = request;
  }

  async logIn(): Promise<void> {
    const reply = await this.call("session", "login", { username: "root", password: "" });
    this.#session = (reply as { ubus_rpc_session: string }).ubus_rpc_session;
  }

  /** Calls a ubus method as root. */
  async call(object: string, method: string, args: object = {}): Promise<unknown> {
    const params = [this.#session, object, method, args];
    const data = { jsonrpc: "2.0", id: 1, method: "call", params };
    const response = await this.#request.post("/ubus", { data });
    const { result, error } = (await response.json()) as Answer;
    if (result?.[0] !== 0)
      throw new Error(`${object} ${method}: ${JSON.stringify(error ?? result)}`);
    return result[1];
  }

  async status(): Promise<Status> {
    return (await this.call("mini-mwan", "status")) as Status;
  }

  /** Sets options and lets them take effect. */
  async configure(section: string, values: Record<string, string | string[]>): Promise<void> {
    await this.call("uci", "set", { config: "mini-mwan", section, values });
    await this.call("uci", "apply", { rollback: false });
  }

  async changeLink(device: string, settings: object): Promise<void> {
    await this.#request.post("/simulator/link", { data: { device, ...settings } });
  }

  async controlService(action: string): Promise<void> {
    await this.#request.post("/simulator/service", { data: { action } });
  }

  /** Puts world and configuration back to where every test starts, and waits until it is so. */
  async reset(): Promise<void> {
    await this.logIn();
    await this.#resetConfiguration();
    for (const [device, delayMs] of Object.entries(delaysMs))
      await this.changeLink(device, { carrier: true, blackholed: false, delayMs, lossPct: 0 });
    await this.#takeBackOrders();
    // A daemon just started holds nothing against lines that were bad in the last test.
    await this.controlService("stop");
    await this.controlService("start");
    await expect
      .poll(async () => {
        const { service, uplinks } = await this.status();
        return [service, ...uplinks.map((one) => `${one.interface} ${one.status} ${one.active}`)];
      })
      .toEqual(["running", "wan up true", "wwan up false"]);
  }

  /** They outlast the daemon. One that does not run takes none. */
  async #takeBackOrders(): Promise<void> {
    for (const section of ["fibre", "lte"])
      await this.call("mini-mwan", "use", { section, action: "auto" }).catch(() => {});
  }

  async #resetConfiguration(): Promise<void> {
    const config = "mini-mwan";
    const { values } = (await this.call("uci", "get", { config })) as { values: Configuration };
    if (isDeepStrictEqual(optionsOf(values), household)) return;
    for (const section of Object.keys(values))
      await this.call("uci", "delete", { config, section });
    for (const [name, options] of Object.entries(household)) {
      const type = name === "global" ? "global" : "interface";
      await this.call("uci", "add", { config, type, name, values: options });
    }
    await this.call("uci", "apply", { rollback: false });
    // procd gathers changes for a second, then starts what is not running.
    await setTimeout(1500);
  }
}

export { Router };
export type { Status };

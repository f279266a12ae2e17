/** A caller on /ubus, as a page or a script is one. */
import { objectName } from "../../shared/contract.ts";
import { handleUbus } from "../handle.ts";
import type { RpcAnswer } from "../handle.ts";
import type { World } from "../world/world.ts";
import { defaultSessionId } from "./sessions.ts";

class RpcClient {
  #world: World;
  #session = defaultSessionId;

  constructor(world: World) {
    this.#world = world;
  }

  /** Logs in without a password, as on a router just unpacked; until then it is nobody. */
  logIn(username: string): this {
    const { result } = this.callObject("session", "login", { username, password: "" });
    this.#session = (result as [number, { ubus_rpc_session: string }])[1].ubus_rpc_session;
    return this;
  }

  callObject(object: string, method: string, args: object = {}): RpcAnswer {
    const params = [this.#session, object, method, args];
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "call", params });
    return handleUbus(this.#world, body) as RpcAnswer;
  }

  /** A method of ours. */
  call(method: string, args: object = {}): RpcAnswer {
    return this.callObject(objectName, method, args);
  }
}

export { RpcClient };

/** Somebody on the router's shell who calls the plugin's methods: `ubus call mini-mwan …`. */
import type * as z from "zod/mini";
import { objectName } from "../../shared/contract.ts";
import type { MethodName } from "../../shared/contract.ts";
import { replySchemas } from "../../shared/schema/replies.ts";
import type { BusReply } from "../world/bus.ts";
import type { Router } from "../router.ts";

type Reply<Method extends MethodName> = z.output<(typeof replySchemas)[Method]>;

class PluginCaller {
  readonly router: Router;

  constructor(router: Router) {
    this.router = router;
  }

  call(method: MethodName, args: object = {}): BusReply {
    return this.router.world.bus.call(objectName, method, args);
  }

  /** The reply, checked against the contract; throws when there is none. */
  ask<Method extends MethodName>(method: Method, args: object = {}): Reply<Method> {
    const { status, data } = this.call(method, args);
    if (status !== 0) throw new Error(`${method} gave status ${status}: ${JSON.stringify(data)}`);
    return replySchemas[method].parse(data) as Reply<Method>;
  }

  startService(): this {
    this.router.procd.start();
    return this.after(20);
  }

  after(seconds: number): this {
    this.router.world.clock.advance(seconds * 1000);
    return this;
  }
}

export { PluginCaller };

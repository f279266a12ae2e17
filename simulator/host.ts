/** A running simulated router behind HTTP: its /ubus, and the strings to pull in its world. */
import { installBuiltins } from "./ucode/install.ts";
import type { Host, HostAnswer } from "./host-api.ts";
import { handleUbus } from "./handle.ts";
import { productAclFiles } from "./rpc/acl-files.ts";
import { startRpcd } from "./rpc/rpcd.ts";
import type { Router } from "./router.ts";
import { createTwoWans } from "./scenarios/two-wans.ts";
import { changeLink, controlService, describeWorld } from "./world-state.ts";
import type { WorldOptions } from "./world/world.ts";

type Body = { [name: string]: unknown };

function parseBody(text: string): Body | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as Body) : null;
  } catch {
    return null;
  }
}

/** The household calls its lines as the network does, whatever their sections are called. */
function labelAsInterfaces({ world: { files } }: Router): void {
  const path = "/etc/config/mini-mwan";
  const text = files.read(path);
  files.write(path, text.replaceAll(/^\toption name '(\w+)'$/gm, "$&\n\toption label '$1'"));
}

/** A household's router with the service running and a client that uses the line. */
function createHost(options: WorldOptions = {}): Host {
  installBuiltins();
  const router = createTwoWans(options);
  labelAsInterfaces(router);
  startRpcd(router.world, { aclFiles: productAclFiles });
  const client = router.world.addClient();
  router.procd.control("enable");
  router.procd.start();

  const state = (): HostAnswer => ({ status: 200, data: describeWorld(router, client) });
  const command = (text: string, work: (body: Body) => string | null): HostAnswer => {
    const body = parseBody(text);
    const problem = body === null ? "The body is not a JSON object." : work(body);
    return problem === null ? state() : { status: 400, data: { message: problem } };
  };
  const answers: { [methodAndPath: string]: (body: string) => HostAnswer } = {
    "POST /ubus": (body) => ({ status: 200, data: handleUbus(router.world, body) }),
    "GET /simulator/world": state,
    "POST /simulator/link": (text) => command(text, (body) => changeLink(router, body)),
    "POST /simulator/service": (text) =>
      command(text, (body) => controlService(router, body["action"])),
  };
  return {
    answer(method, path, body) {
      const bare = path.length > 1 ? path.replace(/\/$/, "") : path;
      return answers[`${method} ${bare}`]?.(body) ?? null;
    },
    advance: (ms) => router.world.clock.advance(ms),
  };
}

export { createHost };

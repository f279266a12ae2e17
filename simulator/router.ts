/** The simulated router with the product on it: the daemon's and the plugin's own code. */
import { object as plugin } from "../rpcd-plugin/main.ts";
import * as answers from "../daemon/answers/main.ts";
import { start } from "../daemon/main.ts";
import { packageName } from "../shared/options.ts";
import { setWorld } from "./ucode/current.ts";
import { Process } from "./world/process.ts";
import { Procd } from "./world/procd.ts";
import type { World } from "./world/world.ts";

interface Router {
  world: World;
  procd: Procd;
}

/** Installs the product in a world and makes that world the current one. Nothing runs yet. */
function createRouter(world: World): Router {
  setWorld(world);
  world.code.set("/usr/share/mini-mwan/daemon/answers.uc", answers);
  const procd = new Procd(
    { name: packageName, start },
    world.clock,
    world.files,
    world.log,
    world.bus
  );
  world.programs.set(procd.initScript, (args) => procd.control(args[0] ?? ""));
  const rpcd = new Process("rpcd", world.clock, () => {});
  for (const [name, methods] of Object.entries(plugin))
    world.bus.publish(name, { methods, owner: rpcd, endsOnException: false });
  return { world, procd };
}

export { createRouter };
export type { Router };

/** The simulated router with the product on it: the daemon's and the plugin's own code. */
import { object as plugin } from "../rpcd-plugin/main.ts";
import * as diagnosing from "../rpcd-plugin/diagnostics/main.ts";
import * as asking from "../rpcd-plugin/explain/main.ts";
import * as explaining from "../daemon/explain/main.ts";
import { createBusGate } from "../daemon/bus/gate.ts";
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

/** Bundles that are loaded late, by their place. */
const lateCode = {
  "/usr/share/mini-mwan/daemon/explain.uc": explaining,
  "/usr/share/mini-mwan/rpcd-plugin/diagnostics.uc": diagnosing,
  "/usr/share/mini-mwan/rpcd-plugin/explain.uc": asking,
};

/** Installs the product in a world and makes that world the current one. Nothing runs yet. */
function createRouter(world: World): Router {
  setWorld(world);
  for (const [path, exports] of Object.entries(lateCode)) world.code.set(path, exports);
  const procd = new Procd(
    { name: packageName, start: () => start(createBusGate()) },
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

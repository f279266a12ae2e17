/** The world that the stand-ins for ucode's modules act on. A test makes its own and sets it here. */
import { currentProcess } from "../world/process.ts";
import type { Process } from "../world/process.ts";
import type { World } from "../world/world.ts";

let current: World | null = null;

function setWorld(world: World | null): void {
  current = world;
}

/** The current world, or null where a test of pure code made none. */
function findWorld(): World | null {
  return current;
}

function getWorld(): World {
  if (current === null)
    throw new Error(
      "There is no simulated world: call setWorld(createWorld({…})) before code that uses ucode's modules runs."
    );
  return current;
}

/** The simulated program whose code runs now; outside of any it is the world's shell. */
function getProcess(): Process {
  return currentProcess() ?? getWorld().shell;
}

export { setWorld, findWorld, getWorld, getProcess };

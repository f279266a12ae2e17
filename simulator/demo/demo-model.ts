/** The simulated world as the panel shows it, and what a person does to it. */
import { createModel, effect, signal } from "@preact/signals";
import type { WorldState } from "../world-state-shape.ts";
import { worldApi } from "./world-api.ts";
import type { LinkChange, ServiceAction } from "./world-api.ts";

/** Fast enough to see a switch happen. */
const pollMs = 400;

const DemoModel = createModel(() => {
  const world = signal<WorldState | null>(null);
  /** The simulator's server is gone. */
  const isLost = signal(false);

  const take = async (answer: Promise<WorldState>): Promise<void> => {
    try {
      world.value = await answer;
      isLost.value = false;
    } catch {
      isLost.value = true;
    }
  };

  effect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    const look = async (): Promise<void> => {
      if (!document.hidden) await take(worldApi.read());
      if (!isStopped) timer = setTimeout(() => void look(), pollMs);
    };
    void look();
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
  });

  return {
    world,
    isLost,
    changeLink: (device: string, change: LinkChange) => take(worldApi.changeLink(device, change)),
    controlService: (action: ServiceAction) => take(worldApi.controlService(action)),
  };
});

type DemoModel = InstanceType<typeof DemoModel>;

export { DemoModel };

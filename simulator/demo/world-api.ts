/** The strings to pull in the simulated world, over HTTP. */
import type { WorldState } from "../world-state-shape.ts";

type LinkChange = Partial<
  Pick<WorldState["links"][number], "carrier" | "blackholed" | "delayMs" | "lossPct">
>;

type ServiceAction = "start" | "stop" | "kill9";

async function ask(path: string, body?: object): Promise<WorldState> {
  const request = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`/simulator/${path}`, request);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as WorldState;
}

const worldApi = {
  read: () => ask("world"),
  changeLink: (device: string, change: LinkChange) => ask("link", { device, ...change }),
  controlService: (action: ServiceAction) => ask("service", { action }),
};

export { worldApi };
export type { LinkChange, ServiceAction };

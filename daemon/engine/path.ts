/** What can be said of a path from its facts and health alone. */
import type { InterfaceFacts } from "../../shared/domain.ts";
import type { PathState } from "./state.ts";

/** Facts good enough for a route, or null. */
function routableFacts(path: PathState | undefined): InterfaceFacts | null {
  const facts = path?.facts;
  const routable =
    facts != null &&
    facts.up &&
    facts.device != null &&
    facts.address != null &&
    facts.hasDefaultRoute;
  return routable ? facts : null;
}

/** Whether netifd has not been heard yet. */
function isUnheard(path: PathState): boolean {
  return path.reason == "";
}

/** Whether traffic could leave through it, probes aside. */
function isUsable(path: PathState): boolean {
  return routableFacts(path) != null && path.facts?.carrier != false;
}

/** Whether its probes are answered, well or not so well. */
function isWorking(path: PathState): boolean {
  return path.health == "online" || path.health == "degraded";
}

export { routableFacts, isUnheard, isUsable, isWorking };

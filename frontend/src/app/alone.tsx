/** The page of its own, for routers without LuCI. */
import { show } from "./show.tsx";
import { Standalone } from "./Standalone.tsx";
import type { View } from "./view.ts";

/** Mounts the whole page, log-in included, into a node; English, as there is nobody to translate. */
function mountAlone(node: Element, view: View): void {
  show(node, (text) => text, <Standalone view={view} />);
}

export { mountAlone };

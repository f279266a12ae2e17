/** Entry of the module that LuCI's views load: puts a view into a node. */
import type { ComponentChildren } from "preact";
import { createLuciHost } from "../api/luci-host.ts";
import type { Luci } from "../api/luci.ts";
import { createRouterApi } from "../api/router-api.ts";
import { SettingsView } from "../features/settings/SettingsView.tsx";
import { StatusView } from "../features/status/StatusView.tsx";
import { keepDraft, restoreDraft } from "../models/kept-draft.ts";
import { OrdersModel } from "../models/orders-model.ts";
import { SettingsModel } from "../models/settings-model.ts";
import { StatusModel } from "../models/status-model.ts";
import { show } from "./show.tsx";
import type { View } from "./view.ts";

/** What LuCI's buttons below a view call. */
interface Page {
  /** Stages the edits; false when there is something to mend first. */
  save(): Promise<boolean>;
  /** Forgets the edits. */
  reset(): Promise<void>;
}

/** A view under a heading like those of LuCI's own pages. */
function withHeading(view: ComponentChildren): ComponentChildren {
  return (
    <>
      <h2>Mini-MWAN</h2>
      {view}
    </>
  );
}

const nothingToSave: Page = { save: () => Promise.resolve(true), reset: () => Promise.resolve() };

/** Mounts a view into a node of LuCI's. */
function mount(node: Element, luci: Luci, view: View): Page {
  let keep = (): void => {};
  const host = createLuciHost(luci, () => keep());
  const router = createRouterApi(host);
  const { mayWrite, configAddress, translate: _ } = host;
  if (view === "status") {
    const model = new StatusModel(router, host);
    const orders = new OrdersModel(router, host, model);
    show(node, _, withHeading(<StatusView {...{ model, orders, mayWrite, configAddress }} />));
    return nothingToSave;
  }
  const settings = new SettingsModel(router, host);
  const { draft } = settings;
  keep = () => keepDraft(draft);
  const tell = (): void =>
    host.notify(_("Your edits from before the log-in are here again, unsaved."), "info");
  if (mayWrite) restoreDraft(draft, tell);
  const form = <SettingsView settings={settings} mayWrite={mayWrite} />;
  show(node, _, withHeading(form));
  return { save: settings.save, reset: settings.load };
}

export { mount };
export type { Page };

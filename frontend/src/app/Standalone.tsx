/** The page of its own: log-in, the two views as tabs, messages. */
import { useModel, useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Host } from "../api/host.ts";
import { createRouterApi } from "../api/router-api.ts";
import type { RouterApi } from "../api/router-api.ts";
import type { Session } from "../api/session.ts";
import { createStandaloneHost } from "../api/standalone-host.ts";
import { LoginView } from "../features/login/LoginView.tsx";
import { Footer } from "../features/settings/Footer.tsx";
import { SettingsView } from "../features/settings/SettingsView.tsx";
import { StatusView } from "../features/status/StatusView.tsx";
import { SessionModel, ToastModel } from "../models/session-model.ts";
import { OrdersModel } from "../models/orders-model.ts";
import { SettingsModel } from "../models/settings-model.ts";
import { StagedModel } from "../models/staged-model.ts";
import { StatusModel } from "../models/status-model.ts";
import { useTranslate } from "../models/translate.ts";
import { Button } from "../ui/Button.tsx";
import type { View } from "./view.ts";

function viewOfAddress(preset: View): View {
  if (location.hash === "#config") return "config";
  return location.hash === "#status" ? "status" : preset;
}

/** The view that the address names, so that it survives a reload and "back" works. */
function useView(preset: View): Signal<View> {
  const view = useSignal(viewOfAddress(preset));
  useEffect(() => {
    const follow = (): void => {
      view.value = viewOfAddress(preset);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [preset, view]);
  return view;
}

function Tabs({ view }: { view: View }) {
  const _ = useTranslate();
  const tabs = [
    ["status", _("Status")],
    ["config", _("Configuration")],
  ] as const;
  return (
    <nav aria-label={_("Views")}>
      <ul class="mm-tabs">
        {tabs.map(([name, label]) => (
          <li key={name}>
            <a href={`#${name}`} aria-current={view === name ? "page" : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Toasts({ model }: { model: ToastModel }) {
  const _ = useTranslate();
  return (
    <div class="mm-toasts" aria-live="polite">
      {model.toasts.value.map(({ id, text, tone }) => (
        <div key={id} class={`alert-message ${tone}`}>
          <span>{text}</span>
          <Button kind="neutral" label={_("Dismiss")} onClick={() => model.dismiss(id)}>
            ×
          </Button>
        </div>
      ))}
    </div>
  );
}

interface SettingsProps {
  router: RouterApi;
  host: Host;
  isHidden: boolean;
}

/** Keeps its edits while the other view is shown; reads nothing before it is shown itself. */
function Settings({ router, host, isHidden }: SettingsProps) {
  const settings = useModel(() => new SettingsModel(router, host));
  const staged = useModel(() => new StagedModel(router, host, settings));
  useEffect(() => {
    // What could not be read when the session ended can be read now.
    if (!isHidden && settings.failure.peek() !== null) void settings.load();
  }, [isHidden, settings]);
  return (
    <div hidden={isHidden}>
      <SettingsView settings={settings} mayWrite={host.mayWrite}>
        <Footer {...{ settings, staged }} />
      </SettingsView>
    </div>
  );
}

/** Whoever comes back from a log-in finds the page where it was left, and fresh. */
function useReturn(isAway: boolean): void {
  const left = useRef({ top: 0, focused: document.activeElement });
  // While this draws, the page still shows what it is about to hide.
  const wasAway = useRef(isAway);
  if (isAway && !wasAway.current) left.current = { top: scrollY, focused: document.activeElement };
  useLayoutEffect(() => {
    if (!isAway && wasAway.current) {
      const { top, focused } = left.current;
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
      scrollTo(0, top);
      document.dispatchEvent(new Event("visibilitychange"));
    }
    wasAway.current = isAway;
  }, [isAway]);
}

interface ViewsProps {
  session: Session;
  sessions: SessionModel;
  toasts: ToastModel;
  preset: View;
}

function Views({ session, sessions, toasts, preset }: ViewsProps) {
  const _ = useTranslate();
  const host = useMemo(
    () =>
      createStandaloneHost(session, {
        onExpired: sessions.expire,
        notify: toasts.show,
        clearNotices: toasts.clear,
      }),
    [session, sessions, toasts]
  );
  const router = useMemo(() => createRouterApi(host), [host]);
  const status = useModel(() => new StatusModel(router, host));
  const orders = useModel(() => new OrdersModel(router, host, status));
  const view = useView(preset).value;
  const wasOpened = useRef(false);
  wasOpened.current ||= view === "config";
  const isAway = sessions.isAway.value;
  const { mayWrite, configAddress } = host;
  useReturn(isAway);
  const leave = (): void => {
    // Whoever has unsaved edits objects to this as to any other way of leaving.
    const isFree = dispatchEvent(new Event("beforeunload", { cancelable: true }));
    if (isFree || confirm(_("There are unsaved edits. Log out all the same?"))) sessions.logOut();
  };
  return (
    <div hidden={isAway}>
      <header class="mm-bar">
        <h1>Mini-MWAN</h1>
        <Tabs view={view} />
        <span class="mm-muted">{session.username}</span>
        <Button kind="neutral" onClick={leave}>
          {_("Log out")}
        </Button>
      </header>
      <main>
        {view === "status" && (
          <StatusView {...{ model: status, orders, mayWrite, configAddress }} />
        )}
        {wasOpened.current && (
          <Settings {...{ router, host }} isHidden={isAway || view !== "config"} />
        )}
      </main>
    </div>
  );
}

function Standalone({ view }: { view: View }) {
  const _ = useTranslate();
  const sessions = useModel(() => new SessionModel(_));
  const toasts = useModel(ToastModel);
  const session = sessions.session.value;
  return (
    <>
      {session !== null && (
        <Views
          key={session.username}
          session={session}
          sessions={sessions}
          toasts={toasts}
          preset={view}
        />
      )}
      {(session === null || sessions.isAway.value) && (
        <main>
          <LoginView
            name={session?.username ?? "root"}
            message={sessions.message.value}
            isBusy={sessions.isBusy.value}
            onLogIn={(username, password) => void sessions.logIn(username, password)}
          />
        </main>
      )}
      <Toasts model={toasts} />
    </>
  );
}

export { Standalone };

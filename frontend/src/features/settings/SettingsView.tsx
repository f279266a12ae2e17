/** The page Configuration: all settings as a form made from the option table. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { deriveRemarks } from "../../models/derive-remarks.ts";
import type { Draft, DraftSection } from "../../models/draft.ts";
import { describeFailure } from "../../models/failure.ts";
import type { SettingsModel } from "../../models/settings-model.ts";
import { useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { OptionFields } from "./OptionFields.tsx";
import { OthersNotice } from "./OthersNotice.tsx";
import { Presets } from "./Presets.tsx";
import { Rules } from "./Rules.tsx";
import { Uplinks } from "./Uplinks.tsx";
import type { SectionNotes } from "./notes.ts";

interface SettingsViewProps {
  settings: SettingsModel;
  mayWrite: boolean;
  /** Below the form, for whoever may write: what saves it, where the surroundings bring nothing. */
  children?: ComponentChildren;
}

function Unreadable({ settings }: { settings: SettingsModel }) {
  const _ = useTranslate();
  const failure = settings.failure.value;
  if (failure === null) return <output class="spinning mm-muted">{_("Asking the router…")}</output>;
  return (
    <Notice
      tone="danger"
      actions={
        <Button kind="neutral" onClick={() => void settings.load()}>
          {_("Try again")}
        </Button>
      }
    >
      {describeFailure(_, failure)}
    </Notice>
  );
}

function Form({ stored, ...props }: SettingsViewProps & { stored: Draft }) {
  const _ = useTranslate();
  const { settings, mayWrite, children } = props;
  const { draft } = settings;
  const edited = draft.edited.value;
  const refusals = settings.refusals.value;
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    if (refusals === 0) return;
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    field?.focus({ preventScroll: true });
    // At the edge it could lie under the footer.
    field?.scrollIntoView({ block: "center" });
  }, [refusals]);
  const remarks = deriveRemarks(settings.problems.value, stored, edited);
  const notesOf = ({ id }: DraftSection): SectionNotes => ({
    objections: draft.objections.value[id] ?? {},
    remarks: remarks.byField[id] ?? {},
    sectionRemarks: remarks.bySection[id] ?? [],
    areAllShown: refusals > 0,
    interfaces: settings.interfaces.value,
    uplinks: edited.uplinks,
  });
  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} noValidate>
      {!mayWrite && (
        <Notice tone="info">{_("You may look at these settings but not change them.")}</Notice>
      )}
      {remarks.ofFile.map(({ section, message }) => (
        <Notice key={`${section} ${message}`} tone="warning">
          {section === null ? message : `${section}: ${message}`}
        </Notice>
      ))}
      <OthersNotice others={draft.others.value} />
      <Uplinks {...{ settings, notesOf, mayWrite }} />
      <div class="cbi-section">
        <h3>{_("General")}</h3>
        {edited.uplinks.length > 0 && <Presets {...{ settings, mayWrite }} />}
        <OptionFields
          section={edited.global}
          notes={notesOf(edited.global)}
          mayWrite={mayWrite}
          onChange={draft.setValue}
        />
      </div>
      {edited.uplinks.length + edited.rules.length > 0 && (
        <Rules {...{ draft, notesOf, mayWrite }} />
      )}
      {mayWrite && children}
    </form>
  );
}

function SettingsView(props: SettingsViewProps) {
  const stored = props.settings.draft.stored.value;
  if (stored === null) return <Unreadable settings={props.settings} />;
  return <Form {...props} stored={stored} />;
}

export { SettingsView };

/** Save & Apply, Save and Reset where the surroundings bring none. */
import type { SettingsModel } from "../../models/settings-model.ts";
import type { StagedModel } from "../../models/staged-model.ts";
import { formatUnit } from "../../models/format.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";

interface FooterProps {
  settings: SettingsModel;
  staged: StagedModel;
}

function StagedNotice({ settings, staged }: FooterProps) {
  const _ = useTranslate();
  const isBusy = settings.activity.current.value !== null;
  return (
    <Notice
      tone="info"
      actions={
        <>
          <Button kind="apply" isDisabled={isBusy} onClick={() => void staged.apply()}>
            {_("Apply")}
          </Button>
          <Button kind="reset" isDisabled={isBusy} onClick={() => void staged.discard()}>
            {_("Discard")}
          </Button>
        </>
      }
    >
      {_("Saved settings are waiting: they are not in effect yet.")}
    </Notice>
  );
}

function Footer({ settings, staged }: FooterProps) {
  const _ = useTranslate();
  const activity = settings.activity.current.value;
  const isChanged = settings.draft.isChanged.value;
  const leftS = staged.undoneInS.value;
  return (
    <>
      {staged.isStaged.value && <StagedNotice {...{ settings, staged }} />}
      <div class="cbi-page-actions mm-footer">
        <output class="mm-muted" role={leftS === null ? undefined : "timer"}>
          {leftS !== null &&
            fill(
              _("Applying. The router undoes it unless it can be reached within %s."),
              formatUnit(leftS, "second")
            )}
          {activity === null && isChanged && _("There are unsaved edits.")}
        </output>
        <Button
          kind="apply"
          isImportant
          isBusy={activity !== null}
          onClick={() => void staged.saveAndApply()}
        >
          {_("Save & Apply")}
        </Button>
        <Button kind="save" isDisabled={activity !== null} onClick={() => void settings.save()}>
          {_("Save")}
        </Button>
        <Button
          kind="reset"
          isDisabled={activity !== null || !isChanged}
          onClick={() => void settings.load()}
        >
          {_("Reset")}
        </Button>
      </div>
    </>
  );
}

export { Footer };

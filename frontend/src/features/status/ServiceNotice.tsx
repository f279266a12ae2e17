/** What to say and to do when the service publishes nothing, or nothing any more. */
import type { StatusReply } from "../../../../shared/contract.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";

interface ServiceNoticeProps {
  status: StatusReply;
  /** Whether the configuration lets the service run; null while that is not known. */
  isEnabled: boolean | null;
  mayWrite: boolean;
  isStarting: boolean;
  onStart: () => void;
}

function Stopped({ isEnabled, mayWrite, isStarting, onStart }: ServiceNoticeProps) {
  const _ = useTranslate();
  if (isEnabled === false)
    return (
      <Notice tone="info" title={_("Mini-MWAN is switched off")}>
        {_(
          "The router uses its connections as if Mini-MWAN were not there. To switch it on, tick Enabled in Configuration."
        )}
      </Notice>
    );
  const start = (
    <Button kind="positive" isImportant isBusy={isStarting} onClick={onStart}>
      {isStarting ? _("Starting…") : _("Start")}
    </Button>
  );
  return (
    <Notice
      tone="warning"
      title={_("Mini-MWAN is not running")}
      actions={mayWrite ? start : undefined}
    >
      {_(
        "Nobody watches the connections now: the router uses them as if Mini-MWAN were not there."
      )}
    </Notice>
  );
}

function ServiceNotice(props: ServiceNoticeProps) {
  const _ = useTranslate();
  const { status } = props;
  switch (status.service) {
    case "running":
      return null;
    case "stale":
      return (
        <Notice tone="warning" title={_("Mini-MWAN has stopped reporting")}>
          {fill(_("%s What is shown below is old."), status.message ?? "")}
        </Notice>
      );
    case "stopped":
      return <Stopped {...props} />;
  }
}

export { ServiceNotice };

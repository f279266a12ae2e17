/** What to say and to do when the service publishes nothing, or nothing any more. */
import type { StatusReply } from "../../../../shared/contract.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ConfigLink } from "./ConfigLink.tsx";

interface ServiceNoticeProps {
  status: StatusReply;
  model: StatusModel;
  mayWrite: boolean;
  configAddress: string;
}

function Stopped({ model, mayWrite, configAddress }: ServiceNoticeProps) {
  const _ = useTranslate();
  const { isEnabled, service } = model;
  const isStarting = service.starting.value;
  if (isEnabled.value === false)
    return (
      <Notice
        tone="info"
        title={_("Mini-MWAN is switched off")}
        actions={mayWrite && <ConfigLink address={configAddress} />}
      >
        {_(
          "The router uses its connections as if Mini-MWAN were not there. To switch it on, tick Enabled in Configuration."
        )}
      </Notice>
    );
  const start = (
    <Button kind="positive" isImportant isBusy={isStarting} onClick={() => void service.start()}>
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
  const { status, model } = props;
  switch (status.service) {
    case "running":
      return null;
    case "stale":
      return (
        <Notice tone="warning" title={_("Mini-MWAN has stopped reporting")}>
          {fill(_("%s What is shown below is old."), model.tell(status.message ?? ""))}
        </Notice>
      );
    case "stopped":
      return <Stopped {...props} />;
  }
}

export { ServiceNotice };

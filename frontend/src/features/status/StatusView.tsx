/** The page Status: how the uplinks are, refreshed in place. */
import type { StatusReply } from "../../../../shared/contract.ts";
import { orderUplinks } from "../../models/derive-status.ts";
import { describeFailure } from "../../models/failure.ts";
import { formatAge } from "../../models/format.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { describeState, stateOf } from "../../models/words.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Headline } from "./Headline.tsx";
import { ServiceNotice } from "./ServiceNotice.tsx";
import { UplinkCard } from "./UplinkCard.tsx";

interface StatusViewProps {
  model: StatusModel;
  mayWrite: boolean;
}

/** Says what went wrong with the last refresh, and how old the figures below are. */
function FailureNotice({ model }: { model: StatusModel }) {
  const _ = useTranslate();
  const failure = model.failure.value;
  const age = fill(_("These figures are from %s."), formatAge(_, model.ageS.value));
  if (failure === null) return null;
  return (
    <Notice tone={failure.kind === "permission" ? "warning" : "danger"}>
      {describeFailure(_, failure)} {model.status.value !== null && age}
    </Notice>
  );
}

/** Read out when a state changes; the cards show the same. */
function StateChanges({ status }: { status: StatusReply }) {
  const _ = useTranslate();
  const states = status.uplinks.map(
    (uplink) => `${uplink.interface}: ${describeState(_, stateOf(uplink))}`
  );
  return <output class="mm-hidden">{states.join(", ")}</output>;
}

function StatusView({ model, mayWrite }: StatusViewProps) {
  const _ = useTranslate();
  const status = model.status.value;
  const isOld = model.failure.value !== null || status?.service === "stale";
  if (status === null)
    return model.failure.value === null ? (
      <output class="spinning mm-muted">{_("Asking the router…")}</output>
    ) : (
      <FailureNotice model={model} />
    );
  return (
    <>
      <FailureNotice model={model} />
      <ServiceNotice
        status={status}
        isEnabled={model.isEnabled.value}
        mayWrite={mayWrite}
        isStarting={model.starting.value}
        onStart={() => void model.start()}
      />
      {status.timestamp !== null && (
        <div class={isOld ? "mm-old" : undefined}>
          {status.notice !== null && <Notice tone="warning">{status.notice}</Notice>}
          <Headline status={status} nowS={model.routerNowS} />
          <ul class="mm-uplinks">
            {orderUplinks(status.uplinks).map((uplink) => (
              <UplinkCard key={uplink.section} uplink={uplink} nowS={model.routerNowS} />
            ))}
          </ul>
          <StateChanges status={status} />
        </div>
      )}
    </>
  );
}

export { StatusView };

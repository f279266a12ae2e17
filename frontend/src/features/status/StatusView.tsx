/** The page Status: how the uplinks are, refreshed in place. */
import type { StatusReply } from "../../../../shared/contract.ts";
import { orderUplinks } from "../../models/derive-status.ts";
import { describeFailure } from "../../models/failure.ts";
import { formatAge, formatSpan } from "../../models/format.ts";
import { spanLengths } from "../../models/history.ts";
import type { OrdersModel } from "../../models/orders-model.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { describeState, stateOf } from "../../models/words.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ConfigLink } from "./ConfigLink.tsx";
import { Headline } from "./Headline.tsx";
import { RouterMap } from "./RouterMap.tsx";
import { ServiceNotice } from "./ServiceNotice.tsx";
import { Timeline } from "./Timeline.tsx";
import { UplinkCard } from "./UplinkCard.tsx";
import { Warnings } from "./Warnings.tsx";

interface StatusViewProps {
  model: StatusModel;
  orders: OrdersModel;
  mayWrite: boolean;
  configAddress: string;
}

const spans = ["recent", "day"] as const;

/** Says what went wrong with the last refresh, and how old the figures below are. */
function FailureNotice({ model }: { model: StatusModel }) {
  const _ = useTranslate();
  const failure = model.failure.value;
  const age = fill(_("These figures are from %s."), formatAge(model.ageS.value));
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
    (uplink) => `${uplink.label}: ${describeState(_, stateOf(uplink))}`
  );
  return <output class="mm-hidden">{states.join(", ")}</output>;
}

/** What the charts show: the last ten minutes, or the last day. */
function Spans({ model }: { model: StatusModel }) {
  const _ = useTranslate();
  return (
    <fieldset class="mm-actions mm-spans" aria-label={_("Charts")}>
      {spans.map((span) => (
        <Button
          key={span}
          kind="neutral"
          isPressed={model.history.span.value === span}
          onClick={() => model.show(span)}
        >
          {formatSpan(spanLengths[span].lengthS)}
        </Button>
      ))}
    </fieldset>
  );
}

function StatusView({ model, orders, mayWrite, configAddress }: StatusViewProps) {
  const _ = useTranslate();
  const status = model.status.value;
  const isOld = model.isOld.value || status?.service === "stale";
  if (status === null)
    return model.failure.value === null ? (
      <output class="spinning mm-muted">{_("Asking the router…")}</output>
    ) : (
      <FailureNotice model={model} />
    );
  const uplinks = orderUplinks(status.uplinks);
  return (
    <>
      <FailureNotice model={model} />
      <ServiceNotice {...{ status, model, mayWrite, configAddress }} />
      {status.timestamp !== null && (
        <div class={isOld ? "mm-old" : undefined}>
          {status.notice !== null && <Notice tone="warning">{model.tell(status.notice)}</Notice>}
          <Headline status={status} nowS={model.routerNowS} />
          <Warnings warnings={status.warnings} model={model} />
          {uplinks.length === 0 ? (
            mayWrite && (
              <p>
                <ConfigLink address={configAddress} />
              </p>
            )
          ) : (
            <>
              <RouterMap uplinks={uplinks} />
              <Spans model={model} />
              <ul class="mm-uplinks">
                {uplinks.map((uplink) => (
                  <UplinkCard
                    key={uplink.section}
                    {...{ uplink, status, model, orders, mayWrite }}
                  />
                ))}
              </ul>
            </>
          )}
          <Timeline model={model} status={status} />
          <StateChanges status={status} />
        </div>
      )}
    </>
  );
}

export { StatusView };

/** What happened, the latest first. */
import { useSignal } from "@preact/signals";
import type { StatusReply } from "../../../../shared/contract.ts";
import { deriveTimeline } from "../../models/derive-timeline.ts";
import { formatMoment } from "../../models/format.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";

/** Shown until somebody wants to see all. */
const fewEvents = 8;

function Timeline({ model, status }: { model: StatusModel; status: StatusReply }) {
  const _ = useTranslate();
  const events = model.events.value;
  const isLong = useSignal(false);
  const shown = isLong.value ? events : events.slice(-fewEvents);
  return (
    <section aria-labelledby="mm-timeline">
      <h3 id="mm-timeline">{_("What happened")}</h3>
      {events.length === 0 && <p class="mm-muted">{_("Nothing yet.")}</p>}
      <ol class="mm-timeline">
        {deriveTimeline(_, shown, status.uplinks).map(
          ({ id, time, standing, sentence, reason }) => (
            <li key={id} class={`mm-sign mm-${standing ?? "switch"}`}>
              <time class="mm-muted" dateTime={new Date(time * 1000).toISOString()}>
                {formatMoment(time, status.now)}
              </time>
              <span>
                <b>{sentence}</b> <span class="mm-muted">{model.tell(reason)}</span>
              </span>
            </li>
          )
        )}
      </ol>
      {events.length > fewEvents && (
        <Button
          kind="neutral"
          isOpen={isLong.value}
          onClick={() => {
            isLong.value = !isLong.peek();
          }}
        >
          {isLong.value ? _("Show fewer") : fill(_("Show all %s"), events.length)}
        </Button>
      )}
    </section>
  );
}

export { Timeline };

/** How things stand, in one sentence, and how fresh that is. */
import type { ReadonlySignal } from "@preact/signals";
import type { StatusReply } from "../../../../shared/contract.ts";
import { deriveHeadline } from "../../models/derive-status.ts";
import { formatAge, formatMoment, formatSpan } from "../../models/format.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { describeChoice } from "../../models/words.ts";

interface HeadlineProps {
  status: StatusReply;
  nowS: ReadonlySignal<number>;
}

/** When the daemon published what is shown; counts on by itself. */
function Updated({ timestamp, nowS }: { timestamp: number; nowS: ReadonlySignal<number> }) {
  const _ = useTranslate();
  return <span>{fill(_("updated %s"), formatAge(nowS.value - timestamp))}</span>;
}

function Headline({ status, nowS }: HeadlineProps) {
  const _ = useTranslate();
  const { standing, sentence } = deriveHeadline(_, status, (atS) => formatMoment(atS, status.now));
  return (
    <div class={`mm-headline mm-sign mm-${standing}`}>
      <div>
        <output class="mm-sentence">{sentence}</output>
        <p class="mm-muted mm-times">
          {status.mode !== null && (
            <span>{fill(_("Mode: %s"), describeChoice(_, status.mode))}</span>
          )}
          {status.check_interval !== null && (
            <span>{fill(_("checked every %s"), formatSpan(status.check_interval))}</span>
          )}
          {status.timestamp !== null && <Updated timestamp={status.timestamp} nowS={nowS} />}
        </p>
      </div>
    </div>
  );
}

export { Headline };

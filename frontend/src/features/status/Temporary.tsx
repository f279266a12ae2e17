/** Why a path is as it is, since when, and for how long it is distrusted; counts on by itself. */
import type { PathReply } from "../../../../shared/contract.ts";
import { formatMoment, formatSpan } from "../../models/format.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";

function Temporary({ path, model }: { path: PathReply; model: StatusModel }) {
  const _ = useTranslate();
  const now = model.routerNowS.value;
  const { reason, status_since: since, suppressed_until: until } = path;
  return (
    <>
      <p class="mm-reason">
        {model.tell(reason)}{" "}
        {since !== null && (
          <span class="mm-muted">{fill(_("since %s"), formatMoment(since, now))}</span>
        )}
      </p>
      {until !== null && until > now && (
        <p class="mm-remark">
          {fill(_("Comes and goes; trusted again in %s"), formatSpan(until - now))}
        </p>
      )}
    </>
  );
}

export { Temporary };

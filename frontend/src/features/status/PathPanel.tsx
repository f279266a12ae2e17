/** One family of an uplink: how good its line is, its course, and its targets. */
import type { PathReply, UplinkStatusReply } from "../../../../shared/contract.ts";
import type { Family } from "../../../../shared/domain.ts";
import { formatAge, formatMs, formatPercent } from "../../models/format.ts";
import { pathKey } from "../../models/history.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { describeChoice, describeTarget, targetStandings } from "../../models/words.ts";
import { Fact, Facts } from "../../ui/Facts.tsx";
import { LineChart } from "./LineChart.tsx";
import { StateBadge } from "./StateBadge.tsx";
import { Temporary } from "./Temporary.tsx";

interface PathPanelProps {
  uplink: UplinkStatusReply;
  family: Family;
  path: PathReply;
  model: StatusModel;
}

/** When it was last probed; counts on by itself. */
function Checked({ path, nowS }: { path: PathReply; nowS: StatusModel["routerNowS"] }) {
  const _ = useTranslate();
  const { last_check: lastCheck } = path;
  return (
    <span class="mm-muted">
      {lastCheck === null
        ? _("Not checked yet")
        : fill(_("Last check %s"), formatAge(nowS.value - lastCheck))}
    </span>
  );
}

function PathPanel({ uplink, family, path, model }: PathPanelProps) {
  const _ = useTranslate();
  const { section, ipv6 } = uplink;
  const familyName = describeChoice(_, family);
  const isSecond = path === ipv6;
  const status = model.status.value;
  return (
    <>
      {isSecond && (
        <div class="mm-head">
          <h4>{familyName}</h4>
          <StateBadge path={path} />
        </div>
      )}
      {isSecond && <Temporary path={path} model={model} />}
      <Facts isBig>
        <Fact name={_("Latency")}>{formatMs(path.latency_ms)}</Fact>
        <Fact name={_("Jitter")}>{formatMs(path.jitter_ms)}</Fact>
        <Fact name={_("Loss")}>{formatPercent(path.loss_pct)}</Fact>
      </Facts>
      <LineChart
        id={`mm-${family}-${section}`}
        name={isSecond ? `${uplink.label} ${familyName}` : uplink.label}
        samples={model.history.shown.value[pathKey(section, family)] ?? []}
        span={model.history.span.value}
        nowS={status?.now ?? 0}
        checkS={status?.check_interval ?? null}
      />
      <ul class="mm-targets" aria-label={_("Ping targets")}>
        {path.targets.map((target) => (
          <li key={target.target} class={`mm-sign mm-${targetStandings[target.state]}`}>
            <bdi>{describeTarget(_, target)}</bdi>
          </li>
        ))}
        <li>
          <Checked path={path} nowS={model.routerNowS} />
        </li>
      </ul>
    </>
  );
}

export { PathPanel };

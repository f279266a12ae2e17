/** One uplink: its state and reason, how good its line is, and what it has carried. */
import type { ReadonlySignal } from "@preact/signals";
import type { UplinkStatusReply } from "../../../../shared/contract.ts";
import type { UplinkStatusWord } from "../../../../shared/domain.ts";
import {
  formatAge,
  formatBytes,
  formatMoment,
  formatMs,
  formatPercent,
} from "../../models/format.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { Badge } from "../../ui/Badge.tsx";
import type { BadgeTone } from "../../ui/Badge.tsx";
import { Fact, Facts } from "../../ui/Facts.tsx";

const badgeTones: Record<UplinkStatusWord, BadgeTone> = {
  up: "success",
  down: "danger",
  interface_down: "warning",
  disabled: "plain",
  unknown: "plain",
};

function describeState(_: Translate, status: UplinkStatusWord): string {
  switch (status) {
    case "up":
      return _("UP");
    case "down":
      return _("DOWN");
    case "interface_down":
      return _("No link");
    case "disabled":
      return _("Disabled");
    case "unknown":
      return _("Unknown");
  }
}

interface UplinkCardProps {
  uplink: UplinkStatusReply;
  /** The router's clock now, seconds since 1970. */
  nowS: ReadonlySignal<number>;
}

/** When it was last probed and since when it is as it is; counts on by itself. */
function Times({ uplink, nowS }: UplinkCardProps) {
  const _ = useTranslate();
  const now = nowS.value;
  const { last_check: lastCheck, status_since: since } = uplink;
  const checked =
    lastCheck === null
      ? _("Not checked yet")
      : fill(_("Last check %s"), formatAge(_, now - lastCheck));
  return (
    <p class="mm-muted mm-times">
      <span>{checked}</span>
      {since !== null && (
        <span>
          {fill(_("%s since %s"), describeState(_, uplink.status), formatMoment(since, now))}
        </span>
      )}
    </p>
  );
}

function UplinkCard({ uplink, nowS }: UplinkCardProps) {
  const _ = useTranslate();
  const heading = `mm-uplink-${uplink.section}`;
  return (
    <li class={`mm-uplink mm-${uplink.status}${uplink.active ? " mm-active" : ""}`}>
      <article aria-labelledby={heading}>
        <div class="mm-head">
          <h3 id={heading}>{uplink.interface}</h3>
          {uplink.active && <span class="mm-in-use">{_("Carries the traffic")}</span>}
          <Badge tone={badgeTones[uplink.status]}>{describeState(_, uplink.status)}</Badge>
        </div>
        <p class="mm-reason">{uplink.reason}</p>
        <Facts isBig>
          <Fact name={_("Latency")}>{formatMs(uplink.latency_ms)}</Fact>
          <Fact name={_("Jitter")}>{formatMs(uplink.jitter_ms)}</Fact>
          <Fact name={_("Loss")}>{formatPercent(uplink.loss_pct)}</Fact>
        </Facts>
        <Facts>
          <Fact name={_("Received")}>{formatBytes(uplink.rx_bytes)}</Fact>
          <Fact name={_("Sent")}>{formatBytes(uplink.tx_bytes)}</Fact>
          <Fact name={_("Gateway")}>{uplink.gateway ?? "–"}</Fact>
          <Fact name={_("Address")}>{uplink.address ?? "–"}</Fact>
          <Fact name={_("Device")}>{uplink.device ?? "–"}</Fact>
          <Fact name={_("Metric")}>{uplink.metric ?? "–"}</Fact>
          <Fact name={_("Ping targets")} isWide>
            {uplink.targets.join(", ") || "–"}
          </Fact>
        </Facts>
        <Times uplink={uplink} nowS={nowS} />
      </article>
    </li>
  );
}

export { UplinkCard, describeState };

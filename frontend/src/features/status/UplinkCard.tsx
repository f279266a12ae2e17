/** One uplink: its state and reason, how good its line is, and what it has carried. */
import type { ReadonlySignal } from "@preact/signals";
import type { OverrideReply, PathReply, UplinkStatusReply } from "../../../../shared/contract.ts";
import {
  formatAge,
  formatBytes,
  formatMoment,
  formatMs,
  formatPercent,
  formatSpan,
} from "../../models/format.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { describeState, describeTarget, stateOf } from "../../models/words.ts";
import type { StateWord } from "../../models/words.ts";
import { Badge } from "../../ui/Badge.tsx";
import type { BadgeTone } from "../../ui/Badge.tsx";
import { Fact, Facts } from "../../ui/Facts.tsx";

const badgeTones: Record<StateWord, BadgeTone> = {
  up: "success",
  degraded: "warning",
  down: "danger",
  interface_down: "warning",
  disabled: "plain",
  unknown: "plain",
};

interface UplinkCardProps {
  uplink: UplinkStatusReply;
  /** The router's clock now, seconds since 1970. */
  nowS: ReadonlySignal<number>;
}

function StateBadge({ path }: { path: PathReply }) {
  const _ = useTranslate();
  const state = stateOf(path);
  return <Badge tone={badgeTones[state]}>{describeState(_, state)}</Badge>;
}

/** Its part of new connections; empty when it gets none. */
function describeUse(_: Translate, { active, share_pct: share }: PathReply): string {
  if (!active) return "";
  return share < 100
    ? fill(_("Carries %s of new connections"), formatPercent(share))
    : _("Carries the traffic");
}

function describeOrder(_: Translate, kind: OverrideReply["kind"], isActive: boolean): string {
  switch (kind) {
    case "force":
      return isActive ? _("In use by order") : _("To be used by order, but it does not work");
    case "drain":
      return isActive
        ? _("To get no new connections by order, but nothing else works")
        : _("Gets no new connections by order");
    case "disable":
      return _("Not used by order");
  }
}

/** Says of a line that flaps when it will be trusted again; empty of another one. */
function describeSuppression(_: Translate, path: PathReply, now: number): string {
  const until = path.suppressed_until;
  return until === null
    ? ""
    : fill(_("Comes and goes; trusted again in %s"), formatSpan(_, until - now));
}

/** What holds for a while only: an order, and a suppression with its countdown. */
function Temporary({ uplink, nowS }: UplinkCardProps) {
  const _ = useTranslate();
  const now = nowS.value;
  const { override, active } = uplink;
  const suppression = describeSuppression(_, uplink, now);
  const order = override && describeOrder(_, override.kind, active);
  return (
    <>
      {order !== null && (
        <p class="mm-remark">
          {override?.until == null
            ? order
            : fill(_("%s until %s"), order, formatMoment(override.until, now))}
        </p>
      )}
      {suppression !== "" && <p class="mm-remark">{suppression}</p>}
    </>
  );
}

/** The IPv6 side of an uplink that has both, in one line. */
function SecondPath({ path, nowS }: { path: PathReply; nowS: UplinkCardProps["nowS"] }) {
  const _ = useTranslate();
  const parts = [
    formatMs(path.latency_ms),
    fill(_("%s loss"), formatPercent(path.loss_pct)),
    path.reason,
    describeSuppression(_, path, nowS.value),
    describeUse(_, path),
  ];
  return (
    <Fact name="IPv6" isWide>
      <StateBadge path={path} /> {parts.filter((part) => part !== "").join(" · ")}
    </Fact>
  );
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

function Figures({ uplink, nowS }: UplinkCardProps) {
  const _ = useTranslate();
  const { ipv6, score } = uplink;
  const targets = [...uplink.targets, ...(ipv6?.targets ?? [])];
  return (
    <>
      <Facts isBig>
        <Fact name={_("Latency")}>{formatMs(uplink.latency_ms)}</Fact>
        <Fact name={_("Jitter")}>{formatMs(uplink.jitter_ms)}</Fact>
        <Fact name={_("Loss")}>{formatPercent(uplink.loss_pct)}</Fact>
      </Facts>
      <Facts>
        {ipv6 !== null && <SecondPath path={ipv6} nowS={nowS} />}
        <Fact name={_("Received")}>{formatBytes(uplink.rx_bytes)}</Fact>
        <Fact name={_("Sent")}>{formatBytes(uplink.tx_bytes)}</Fact>
        <Fact name={_("Gateway")}>{uplink.gateway ?? "–"}</Fact>
        <Fact name={_("Address")}>{uplink.address ?? "–"}</Fact>
        <Fact name={_("Device")}>{uplink.device ?? "–"}</Fact>
        <Fact name={_("Metric")}>{uplink.metric ?? "–"}</Fact>
        <Fact name={_("Score")}>{score === null ? "–" : Math.round(score)}</Fact>
        <Fact name={_("Ping targets")} isWide>
          {targets.map((target) => describeTarget(_, target)).join(", ") || "–"}
        </Fact>
      </Facts>
    </>
  );
}

function UplinkCard({ uplink, nowS }: UplinkCardProps) {
  const _ = useTranslate();
  const heading = `mm-uplink-${uplink.section}`;
  return (
    <li class={uplink.active ? "mm-uplink mm-active" : "mm-uplink"}>
      <article aria-labelledby={heading}>
        <div class="mm-head">
          <h3 id={heading}>{uplink.interface}</h3>
          <span class="mm-in-use">{describeUse(_, uplink)}</span>
          {uplink.metered && <Badge tone="plain">{_("Metered")}</Badge>}
          <StateBadge path={uplink} />
        </div>
        <Temporary uplink={uplink} nowS={nowS} />
        <p class="mm-reason">{uplink.reason}</p>
        <Figures uplink={uplink} nowS={nowS} />
        <Times uplink={uplink} nowS={nowS} />
      </article>
    </li>
  );
}

export { UplinkCard };

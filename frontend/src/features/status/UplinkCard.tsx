/** One uplink: its state and reason, how good its line is, what it carries, what can be done. */
import { useMemo } from "preact/hooks";
import type { OverrideReply, StatusReply, UplinkStatusReply } from "../../../../shared/contract.ts";
import { describeRole, describeUse, obstacleTo } from "../../models/derive-status.ts";
import { formatBytes, formatMoment, formatRate } from "../../models/format.ts";
import type { OrdersModel } from "../../models/orders-model.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Fact, Facts } from "../../ui/Facts.tsx";
import { Actions, Undo } from "./Actions.tsx";
import { PathPanel } from "./PathPanel.tsx";
import { StateBadge } from "./StateBadge.tsx";
import { Temporary } from "./Temporary.tsx";

interface UplinkCardProps {
  uplink: UplinkStatusReply;
  status: StatusReply;
  model: StatusModel;
  orders: OrdersModel;
  mayWrite: boolean;
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

/** An order of a person with its end, and the way out of it. */
function Order(props: UplinkCardProps & { order: OverrideReply }) {
  const _ = useTranslate();
  const { order, uplink, status, orders, mayWrite } = props;
  const text = describeOrder(_, order.kind, uplink.active);
  return (
    <div class="mm-about mm-actions">
      <span>
        {order.until === null
          ? text
          : fill(_("%s until %s"), text, formatMoment(order.until, status.now))}
      </span>
      {mayWrite && <Undo section={uplink.section} orders={orders} />}
    </div>
  );
}

function Traffic({ uplink, model }: UplinkCardProps) {
  const _ = useTranslate();
  const rates = model.rates.value[uplink.section];
  return (
    <Facts>
      <Fact name={_("Receiving")}>{formatRate(rates?.rx ?? null)}</Fact>
      <Fact name={_("Sending")}>{formatRate(rates?.tx ?? null)}</Fact>
      <Fact name={_("Received")}>{formatBytes(uplink.rx_bytes)}</Fact>
      <Fact name={_("Sent")}>{formatBytes(uplink.tx_bytes)}</Fact>
    </Facts>
  );
}

/** What seldom changes is drawn when it does. */
function Details({ uplink }: { uplink: UplinkStatusReply }) {
  const _ = useTranslate();
  const { device, gateway, address, ipv6, metric, weight, score } = uplink;
  const facts: [name: string, value: string | number | null][] = [
    [_("Interface"), uplink.interface],
    [_("Device"), device],
    [_("Gateway"), [gateway, ipv6?.gateway].filter((one) => one).join(", ")],
    [_("Address"), [address, ipv6?.address].filter((one) => one).join(", ")],
    [_("Metric"), metric],
    [_("Weight"), weight],
    [_("Score"), score === null ? null : Math.round(score)],
  ];
  return useMemo(
    () => (
      <details>
        <summary>{_("Details")}</summary>
        <Facts>
          {facts.map(([name, value]) => (
            <Fact key={name} name={name}>
              {value === null || value === "" ? "–" : value}
            </Fact>
          ))}
        </Facts>
      </details>
    ),
    [facts.join()]
  );
}

function UplinkCard(props: UplinkCardProps) {
  const _ = useTranslate();
  const { uplink, status, model, orders, mayWrite } = props;
  const { section, ipv6, override } = uplink;
  const obstacle = obstacleTo(uplink, status);
  const heading = `mm-uplink-${section}`;
  return (
    <li class={uplink.active ? "mm-uplink mm-active" : "mm-uplink"}>
      <article aria-labelledby={heading}>
        <div class="mm-head">
          <h3 id={heading}>
            <bdi>{uplink.label}</bdi>
          </h3>
          <span class="mm-muted">{describeRole(_, uplink, status)}</span>
          <span class="mm-in-use">{describeUse(_, uplink)}</span>
          {uplink.metered && <Badge tone="plain">{_("Metered")}</Badge>}
          <StateBadge path={uplink} />
        </div>
        {override !== null && <Order {...props} order={override} />}
        {obstacle !== null && (
          <p class="mm-sign mm-degraded">
            <span>{model.tell(obstacle)}</span>
          </p>
        )}
        <Temporary path={uplink} model={model} />
        <PathPanel uplink={uplink} family={uplink.family} path={uplink} model={model} />
        {ipv6 !== null && <PathPanel uplink={uplink} family="ipv6" path={ipv6} model={model} />}
        <Traffic {...props} />
        <Details uplink={uplink} />
        {(uplink.status !== "disabled" || override !== null) && (
          <Actions {...{ section, name: uplink.label, orders, mayWrite }} />
        )}
      </article>
    </li>
  );
}

export { UplinkCard };

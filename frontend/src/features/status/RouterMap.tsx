/** The router, its uplinks and the Internet as a picture; to those who cannot see it, a list. */
import type { UplinkStatusReply } from "../../../../shared/contract.ts";
import { formatPercent } from "../../models/format.ts";
import { useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { describeState, standings, stateOf } from "../../models/words.ts";

/** What an uplink has of the traffic, else how it is. */
function describeLane(_: Translate, uplink: UplinkStatusReply): string {
  const { active, share_pct: share, ipv6 } = uplink;
  if (ipv6 !== null && ipv6.active !== active) return active ? "IPv4" : "IPv6";
  return active ? formatPercent(share) : describeState(_, stateOf(uplink));
}

function Lane({ uplink }: { uplink: UplinkStatusReply }) {
  const _ = useTranslate();
  const state = stateOf(uplink);
  const isUsed = uplink.active || uplink.ipv6?.active;
  return (
    <li class={`mm-${standings[state]} mm-is-${state} ${isUsed ? "mm-used" : ""}`}>
      <span class="mm-node mm-sign">
        <bdi>{uplink.label}</bdi> <small>{describeLane(_, uplink)}</small>
      </span>
    </li>
  );
}

function End({ name, drawing }: { name: string; drawing: string }) {
  return (
    <div class="mm-end">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={drawing} />
      </svg>
      {name}
    </div>
  );
}

/** A box with two aerials, and a globe. */
const routerDrawing = "M3 13h18v7H3zM7 13V5m10 8V5M7 17h.1M11 17h.1";
const globeDrawing = "M3 12a9 9 0 0 0 18 0 9 9 0 0 0-18 0h18M12 3c-5 5-5 13 0 18 5-5 5-13 0-18";

function RouterMap({ uplinks }: { uplinks: UplinkStatusReply[] }) {
  const _ = useTranslate();
  return (
    <div class="mm-map">
      <End name={_("Router")} drawing={routerDrawing} />
      <ul aria-label={_("Ways to the Internet")}>
        {uplinks.map((uplink) => (
          <Lane key={uplink.section} uplink={uplink} />
        ))}
      </ul>
      <End name={_("Internet")} drawing={globeDrawing} />
    </div>
  );
}

export { RouterMap };

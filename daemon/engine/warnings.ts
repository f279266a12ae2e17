/** What there is to warn of. It is asked for each publication, and the log tells what is new in it. */
import { obstacleCodes } from "../../shared/contract.ts";
import type { Family, Warning } from "../../shared/domain.ts";
import { quoted } from "../../shared/router/text.ts";
import { devicesOf } from "./balance.ts";
import { isPlainDevice } from "./marking.ts";
import { neighbourWarnings } from "./neighbour-warnings.ts";
import { foreignDefaultWarnings } from "./foreign-default.ts";
import { isContested } from "./repair.ts";
import { families } from "./state.ts";
import type { State, UplinkState } from "./state.ts";

/** Somebody undoes what we do. */
function contestWarnings(state: State, nowMs: number): Warning[] {
  return isContested(state, nowMs)
    ? [
        {
          section: null,
          code: "route_contested",
          message:
            "another program keeps changing rules or routes of Mini-MWAN: 'ip monitor rule route' shows them come and go; have that program leave tables 7700 to 7860 alone",
        },
      ]
    : [];
}

/** Devices that nftables cannot be told of. */
function deviceWarnings(state: State): Warning[] {
  const warnings: Warning[] = [];
  for (let section in state.uplinks) {
    const devices = filter(
      devicesOf(state.uplinks[section] as UplinkState),
      (device) => !isPlainDevice(device)
    );
    for (let i = 0; i < length(devices); i++) {
      push(warnings, {
        section,
        code: "device_not_marked",
        message: `${section}: flows do not stay on device ${quoted(devices[i] as string)}: nftables takes no such name; give it one of letters and digits`,
      });
    }
  }
  return warnings;
}

/** Targets that are the router's own are not asked. */
function targetWarnings(state: State): Warning[] {
  const found: Warning[] = [];
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    for (let i = 0; i < length(families); i++) {
      const family = families[i] as Family;
      const used = uplink.targets[family];
      const own = filter(uplink.config.targets[family], (target) => index(used, target) < 0);
      if (length(own) > 0 && uplink.paths[family] != null) {
        const message = `${join(", ", own)} is an address of this router and is not asked: name a host on the Internet in ping_target`;
        push(found, { section, code: "target_is_own", message });
      }
    }
  }
  return found;
}

/** In the order in which they are shown. */
function warningsOf(state: State, nowMs: number): Warning[] {
  return [
    ...state.found,
    ...foreignDefaultWarnings(state),
    ...targetWarnings(state),
    ...neighbourWarnings(state),
    ...contestWarnings(state, nowMs),
    ...deviceWarnings(state),
  ];
}

/** Why the house would be offline through the uplink although its probes are answered; null when it is not. */
function obstacleTo(state: State, section: string): Warning | null {
  const fits = (one: Warning): boolean =>
    one.section == section && index(obstacleCodes, one.code) >= 0;
  return filter(state.found, (one) => fits(one))[0] ?? null;
}

export { obstacleTo, warningsOf };

/** What is told of a change: to the log in words, to ubus and to hooks as fields. */
import type { Family, Transition } from "../../shared/domain.ts";
import { suppressedUntilMs } from "./flap.ts";
import type { Turn } from "./event.ts";
import type { Choice, PathState, State, UplinkState } from "./state.ts";

/** The interface's name; the family only where it says something. */
function nameOf(transition: Transition): string {
  const name = transition.interface ?? "";
  return transition.family == "ipv6" ? `${name} (IPv6)` : name;
}

/** The transition as one line for the log. */
function transitionText(transition: Transition): string {
  if (transition.kind == "switch") {
    const family = transition.family == "ipv6" ? " for IPv6" : "";
    return transition.interface == null
      ? `new connections${family} follow the system's own routes: ${transition.reason}`
      : `new connections${family} use ${transition.interface}: ${transition.reason}`;
  }
  const before = transition.from == null ? "" : ` (was ${transition.from})`;
  return `${nameOf(transition)}: ${transition.kind}${before}: ${transition.reason}`;
}

/** Whether somebody should be told of it as of something bad. */
function isWarning(transition: Transition): boolean {
  return index(["down", "interface_down", "degraded", "suppressed"], transition.kind) >= 0;
}

function tell(
  uplink: UplinkState,
  path: PathState,
  kind: Transition["kind"],
  from: string | null,
  reason: string,
  turn: Turn
): void {
  const transition: Transition = {
    kind,
    section: uplink.config.section,
    interface: uplink.config.interface,
    family: path.family,
    device: path.facts?.device ?? null,
    from,
    reason,
  };
  push(turn.effects, { kind: "transition", transition });
}

/** Whether the interface has, or had, anything of the path's family. */
function isPresent(before: PathState, after: PathState, uplink: UplinkState): boolean {
  const alone = after.family == "ipv4" && uplink.paths.ipv6?.facts == null;
  return before.facts != null || after.facts != null || alone;
}

/** Tells how the path's published state changed, if it did. */
function tellPath(before: PathState, after: PathState, uplink: UplinkState, turn: Turn): void {
  if (!isPresent(before, after, uplink)) {
    return;
  }
  if (after.word != before.word) {
    tell(
      uplink,
      after,
      after.word,
      before.sinceMs == null ? null : before.word,
      after.reason,
      turn
    );
  }
  const releaseMs = suppressedUntilMs(after, turn.nowMs);
  if (releaseMs != null && suppressedUntilMs(before, turn.nowMs) == null) {
    const waitS = int((releaseMs - turn.nowMs) * 0.001);
    const reason = `it comes and goes; used last for the next ${waitS} s`;
    tell(uplink, after, "suppressed", null, reason, turn);
  }
}

/** Tells that new connections of a family go another way. */
function tellSwitch(state: State, family: Family, before: Choice, after: Choice, turn: Turn): void {
  const uplink = after.section == null ? null : state.uplinks[after.section];
  const transition: Transition = {
    kind: "switch",
    section: after.section,
    interface: uplink?.config?.interface ?? null,
    family,
    device: uplink?.paths?.[family]?.facts?.device ?? null,
    from: before.section,
    reason: after.reason,
  };
  push(turn.effects, { kind: "transition", transition });
}

export { transitionText, isWarning, tellPath, tellSwitch };

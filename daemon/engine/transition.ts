/** What is told of a change: to the log in words, to ubus and to hooks as fields. */
import type { Family, OverrideKind, Transition } from "../../shared/domain.ts";
import { suppressedUntilMs } from "./flap.ts";
import type { Turn } from "./event.ts";
import type { Choice, Override, Overrides, PathState, State, UplinkState } from "./state.ts";

const orderWords: { [kind in OverrideKind]: string } = {
  force: "to be used by order",
  drain: "to get nothing new by order",
  disable: "disabled by order",
};

/** What a person has ordered; `end` is the time of day at which it ends, or null. */
function orderText(kind: OverrideKind, end: string | null): string {
  return end == null ? orderWords[kind] : `${orderWords[kind]} until ${end}`;
}

/** The uplink's name; the family only where it says something. */
function nameOf(transition: Transition): string {
  const name = transition.label ?? "";
  return transition.family == "ipv6" ? `${name} (IPv6)` : name;
}

/** The transition as one line for the log. */
function transitionText(transition: Transition): string {
  if (transition.kind == "switch") {
    const family = transition.family == "ipv6" ? " for IPv6" : "";
    return transition.label == null
      ? `new connections${family} have no uplink: ${transition.reason}`
      : `new connections${family} use ${transition.label}: ${transition.reason}`;
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
  turn: Turn,
  order: Override | null
): void {
  const transition: Transition = {
    kind,
    section: uplink.config.section,
    interface: uplink.config.interface,
    label: uplink.config.label,
    family: path.family,
    device: path.facts?.device ?? null,
    from,
    reason,
    order,
  };
  push(turn.effects, { kind: "transition", transition });
}

/** Whether the interface has, or had, anything of the path's family. */
function isPresent(before: PathState, after: PathState, uplink: UplinkState): boolean {
  const alone = after.family == "ipv4" && uplink.paths.ipv6?.facts == null;
  return before.facts != null || after.facts != null || alone;
}

/** Tells how the path's published state changed, if it did; `order` is the one in force for the uplink. */
function tellPath(
  before: PathState,
  after: PathState,
  uplink: UplinkState,
  order: Override | null,
  turn: Turn
): void {
  if (!isPresent(before, after, uplink)) {
    return;
  }
  if (after.word != before.word) {
    const from = before.sinceMs == null ? null : before.word;
    const byOrder = uplink.config.enabled && after.word == "disabled" ? order : null;
    const reason = uplink.config.enabled ? after.reason : "disabled in the configuration";
    tell(uplink, after, after.word, from, reason, turn, byOrder);
  }
  const releaseMs = suppressedUntilMs(after, turn.nowMs);
  if (releaseMs != null && suppressedUntilMs(before, turn.nowMs) == null) {
    const waitS = int((releaseMs - turn.nowMs) * 0.001);
    const reason = `it comes and goes; used last for the next ${waitS} s`;
    tell(uplink, after, "suppressed", null, reason, turn, null);
  }
}

/** Tells that new connections of a family go another way. */
function tellSwitch(state: State, family: Family, before: Choice, after: Choice, turn: Turn): void {
  const uplink = after.section == null ? null : state.uplinks[after.section];
  const transition: Transition = {
    kind: "switch",
    section: after.section,
    interface: uplink?.config?.interface ?? null,
    label: uplink?.config?.label ?? null,
    family,
    device: uplink?.paths?.[family]?.facts?.device ?? null,
    from: before.section,
    reason: after.reason,
    order: null,
  };
  push(turn.effects, { kind: "transition", transition });
}

function sameOrder(a: Override | undefined, b: Override | undefined): boolean {
  return a?.kind == b?.kind && a?.untilMs == b?.untilMs;
}

/** Tells which orders have been given or have ended; one to disable is told by the state it makes. */
function tellOrders(uplinks: State["uplinks"], before: Overrides, after: Overrides, turn: Turn) {
  for (let section in uplinks) {
    const order = after[section] ?? null;
    const same = sameOrder(before[section], after[section]);
    if (!same && order?.kind != "disable") {
      const config = (uplinks[section] as UplinkState).config;
      const transition: Transition = {
        kind: "override",
        section,
        interface: config.interface,
        label: config.label,
        family: null,
        device: null,
        from: null,
        reason: "its order has ended",
        order,
      };
      push(turn.effects, { kind: "transition", transition });
    }
  }
}

export { orderText, tellOrders, transitionText, isWarning, tellPath, tellSwitch };

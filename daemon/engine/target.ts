/** Targets: which of them answer, and which are at fault themselves. */
import type { Family, TargetWord } from "../../shared/domain.ts";
import { isWorking } from "./path.ts";
import type { PathState, State, TargetState, UplinkState } from "./state.ts";

/** Probes in a row without a reply that make a target silent, in rounds' worth. */
const silentRounds = 3;

/** The path's targets. */
function targetsOf(uplink: UplinkState, path: PathState): string[] {
  return uplink.targets[path.family];
}

/** Probes to each target in a round: one where every byte costs. */
function probesPerTarget(uplink: UplinkState): number {
  return uplink.config.metered ? 1 : uplink.config.pingCount;
}

/** How many targets must answer: those that are blamed are not waited for. */
function neededTargets(uplink: UplinkState, path: PathState): number {
  const able = length(targetsOf(uplink, path)) - length(path.blamed);
  return max(1, min(uplink.config.reliability, able));
}

function stateOf(path: PathState, target: string): TargetState {
  return path.targets[target] ?? { lastRttUs: null, lostInRow: 0 };
}

/** The path after a probe to this target was given up. */
function withTargetLost(path: PathState, target: string): PathState {
  const before = stateOf(path, target);
  const targets = {
    ...path.targets,
    [target]: { ...before, lostInRow: before.lostInRow + 1 },
  };
  return { ...path, targets };
}

/** The targets after all of them have been silent for long enough to call the line dead. */
function silencedTargets(path: PathState): PathState["targets"] {
  const targets: PathState["targets"] = {};
  for (let target in path.targets) {
    const known = stateOf(path, target);
    targets[target] = { ...known, lostInRow: max(1, known.lostInRow) };
  }
  return targets;
}

/** Whether it has answered nothing for some rounds; one that nothing is known of is not silent. */
function isSilentTarget(uplink: UplinkState, known: TargetState | null | undefined): boolean {
  return known != null && known.lostInRow >= silentRounds * probesPerTarget(uplink);
}

function isSilent(uplink: UplinkState, path: PathState, target: string): boolean {
  return isSilentTarget(uplink, path.targets[target]);
}

/** Whether it answers now, as far as is known. */
function answersNow(path: PathState, target: string): boolean {
  const known = path.targets[target];
  return known != null && known.lastRttUs != null && known.lostInRow == 0;
}

/** The state of a target in the published words. */
function targetWordOf(uplink: UplinkState, path: PathState, target: string): TargetWord {
  if (index(path.blamed, target) >= 0) {
    return "blamed";
  }
  const known = path.targets[target];
  if (known == null) {
    return "unknown";
  }
  // On a line that is down, one lost probe is no accident.
  const silent = isSilent(uplink, path, target) || (!isWorking(path) && known.lostInRow > 0);
  return silent ? "silent" : "answers";
}

/**
 * Targets of a family that answer on no uplink that probes them, while another target answers on one
 * of these: that is nobody's line but the target's own fault.
 */
function blamedTargets(state: State, family: Family): string[] {
  const suspects: { [target: string]: boolean } = {};
  const cleared: { [target: string]: boolean } = {};
  const contrasted: { [target: string]: boolean } = {};
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const path = uplink.paths[family];
    const targets = path == null || !uplink.config.enabled ? [] : targetsOf(uplink, path);
    const known = filter(targets, (target) => path?.targets?.[target] != null);
    const answers = filter(known, (target) => answersNow(path as PathState, target));
    for (let i = 0; i < length(known); i++) {
      const target = known[i] as string;
      const silent = isSilent(uplink, path as PathState, target);
      suspects[target] = suspects[target] == true || silent;
      cleared[target] = cleared[target] == true || !silent;
      contrasted[target] = contrasted[target] == true || (silent && length(answers) > 0);
    }
  }
  return filter(keys(suspects), (target) => !cleared[target] && contrasted[target] == true);
}

/** The path with those of its targets blamed that are in the list. */
function withBlamed(path: PathState, uplink: UplinkState, blamed: readonly string[]): PathState {
  const own = filter(targetsOf(uplink, path), (target) => index(blamed, target) >= 0);
  return join(" ", own) == join(" ", path.blamed) ? path : { ...path, blamed: own };
}

export {
  targetsOf,
  probesPerTarget,
  neededTargets,
  withTargetLost,
  silencedTargets,
  isSilent,
  isSilentTarget,
  targetWordOf,
  blamedTargets,
  withBlamed,
};

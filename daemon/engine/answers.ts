/** What replies to probes say of a path. */
import type { Reply } from "./event.ts";
import { roundTripWith } from "./patience.ts";
import type { PathState, Probe, Round, RoundTrip, UplinkState } from "./state.ts";
import { isSilentTarget } from "./target.ts";
import { addAnswer, forgiveLoss, withOwnSums } from "./window.ts";

/** What replies change about a path, gathered before one new path is made of it. */
interface Answers {
  /** How many of the replies answer a probe. */
  count: number;
  inFlight: Probe[];
  late: Probe[];
  targets: PathState["targets"];
  window: PathState["window"];
  round: Round | null;
  roundTrip: RoundTrip | null;
  heardSentAtMs: number | null;
  /** Whether one of the targets was silent before. */
  broken: boolean;
}

/** Takes one answered probe in. */
function takeAnswer(answers: Answers, probe: Probe, uplink: UplinkState, rttUs: number): void {
  const target = probe.target;
  const known = answers.targets[target];
  const round = answers.round;
  answers.count++;
  const missed = known != null && known.lostInRow > 0;
  answers.broken = answers.broken || (missed && isSilentTarget(uplink, known));
  addAnswer(answers.window, target, rttUs, known?.lastRttUs ?? null);
  answers.targets[target] = { lastRttUs: rttUs, lostInRow: 0 };
  answers.roundTrip = roundTripWith(answers.roundTrip, rttUs);
  answers.heardSentAtMs = max(answers.heardSentAtMs ?? probe.sentAtMs, probe.sentAtMs);
  if (round != null && round.number == probe.round && index(round.answeredBy, target) < 0) {
    answers.round = { ...round, answeredBy: [...round.answeredBy, target] };
  }
}

function rttUsIn(replies: readonly Reply[], sequence: number): number | null {
  for (let i = 0; i < length(replies); i++) {
    if (replies[i]?.sequence == sequence) {
      return (replies[i] as Reply).rttUs;
    }
  }
  return null;
}

/** Takes in the replies to probes that had been given up. */
function takeLate(answers: Answers, uplink: UplinkState, replies: readonly Reply[]): void {
  answers.late = filter(answers.late, (probe) => {
    const rttUs = rttUsIn(replies, probe.sequence);
    if (rttUs != null) {
      forgiveLoss(answers.window, probe.target);
      takeAnswer(answers, probe, uplink, rttUs);
    }
    return rttUs == null;
  });
}

/** What the replies say; those that no probe waits for say nothing. */
function answersOf(path: PathState, uplink: UplinkState, replies: readonly Reply[]): Answers {
  const answers: Answers = {
    count: 0,
    inFlight: [],
    late: path.late,
    targets: { ...path.targets },
    window: withOwnSums(path.window),
    round: path.round,
    roundTrip: path.roundTrip,
    heardSentAtMs: path.heardSentAtMs,
    broken: false,
  };
  let next = 0;
  for (let i = 0; i < length(path.inFlight); i++) {
    const probe = path.inFlight[i] as Probe;
    // Nearly always they come in the order of the probes.
    const reply = replies[next];
    const inOrder = reply != null && reply.sequence == probe.sequence;
    const rttUs = inOrder ? reply.rttUs : rttUsIn(replies, probe.sequence);
    next += inOrder ? 1 : 0;
    if (rttUs == null) {
      push(answers.inFlight, probe);
    } else {
      takeAnswer(answers, probe, uplink, rttUs);
    }
  }
  if (answers.count < length(replies) && length(path.late) > 0) {
    takeLate(answers, uplink, replies);
  }
  return answers;
}

export { answersOf };

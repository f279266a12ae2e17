/**
 * wanmon's score of a path: latency + jitter + loss² / loss_divisor + bias, averaged over the latest
 * rounds. Lower is better; milliseconds and percent are added as bare numbers.
 */
import type { GlobalConfig, LinkQuality } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import type { PathState } from "./state.ts";

/** Score of a path without any reply: worse than whatever can be measured. */
const worstScore = 99999;

function scoreOf(quality: LinkQuality, settings: GlobalConfig, bias: number): number {
  if (quality.latencyMs == null) {
    return worstScore;
  }
  const lossPct = quality.lossPct ?? 0;
  const penalty = ratio(lossPct * lossPct, settings.lossDivisor);
  return quality.latencyMs + (quality.jitterMs ?? 0) + penalty + bias;
}

/** The path with the score of one more round. */
function withScore(
  path: PathState,
  quality: LinkQuality,
  settings: GlobalConfig,
  bias: number
): PathState {
  const surplus = length(path.scores) + 1 - settings.smoothWindow;
  const kept = surplus > 0 ? slice(path.scores, surplus) : path.scores;
  const hopeless = (quality.lossPct ?? 0) >= settings.hardLossLimitPct;
  return { ...path, scores: [...kept, scoreOf(quality, settings, bias)], hopeless };
}

/** The averaged score, or null before the first round. */
function averageScore(path: PathState): number | null {
  let sum = 0;
  for (let i = 0; i < length(path.scores); i++) {
    sum += path.scores[i] as number;
  }
  return length(path.scores) > 0 ? ratio(sum, length(path.scores)) : null;
}

export { withScore, averageScore };

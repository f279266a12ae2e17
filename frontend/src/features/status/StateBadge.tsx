import type { PathReply } from "../../../../shared/contract.ts";
import { useTranslate } from "../../models/translate.ts";
import { describeState, standings, stateOf } from "../../models/words.ts";
import { Badge } from "../../ui/Badge.tsx";

/** The state of a path as a word. */
function StateBadge({ path }: { path: PathReply }) {
  const _ = useTranslate();
  const state = stateOf(path);
  return <Badge tone={standings[state]}>{describeState(_, state)}</Badge>;
}

export { StateBadge };

/** One sentence on what would be if uplinks failed. */
import type { Family } from "../../shared/domain.ts";
import type { ChoiceReply } from "../../shared/queries.ts";
import { listed, sharesText, uplinkName } from "./naming.ts";
import type { State } from "./state.ts";

type Choices = { [family in Family]: ChoiceReply | null };

/** Each section once. */
function distinct(sections: readonly string[]): string[] {
  return filter(sections, (section, at) => index(sections, section) == at);
}

/** What becomes of `subject`, with its verb. */
function outcomeText(state: State, subject: string, choice: ChoiceReply): string {
  if (choice.section == null) {
    return `${subject} has no uplink`;
  }
  const verb = choice.changes ? "moves to" : "stays on";
  if (length(choice.shares) < 2) {
    return `${subject} ${verb} ${uplinkName(state, choice.section)}`;
  }
  const shared = choice.changes ? "is shared" : "stays shared";
  return `${subject} ${shared}, ${sharesText(state, choice.shares)}`;
}

function isAlike(a: ChoiceReply, b: ChoiceReply): boolean {
  return a.changes == b.changes && sprintf("%J", a.shares) == sprintf("%J", b.shares);
}

function outcomesText(state: State, choices: Choices): string {
  const ipv4 = choices.ipv4;
  const ipv6 = choices.ipv6;
  if (ipv4 != null && ipv6 != null && !isAlike(ipv4, ipv6)) {
    return `${outcomeText(state, "IPv4", ipv4)}; ${outcomeText(state, "IPv6", ipv6)}`;
  }
  const only = ipv4 ?? ipv6;
  return only == null
    ? "nothing changes, as nothing is steered"
    : outcomeText(state, "everything", only);
}

/** What could follow when the carriers fail, too. */
function reserveText(state: State, carriers: readonly string[], reserves: readonly string[]) {
  const names = map(reserves, (section) => uplinkName(state, section));
  const behind = length(carriers) == 1 ? "left behind it" : "left behind them";
  return length(names) == 0
    ? `nothing else is ${behind}`
    : `${listed(names)} ${length(names) == 1 ? "is" : "are"} ${behind}`;
}

/** Sections that carry either family. */
function carriersIn(choices: Choices): string[] {
  const shares = [...(choices.ipv4?.shares ?? []), ...(choices.ipv6?.shares ?? [])];
  return distinct(map(shares, (share) => share.section));
}

/** `reserves` are uplinks that could be used then and would not be. */
function summaryOf(
  state: State,
  down: readonly string[],
  choices: Choices,
  reserves: readonly string[]
): string {
  const names = map(distinct(down), (section) => uplinkName(state, section));
  const verb = length(names) == 1 ? "fails" : "fail";
  const outcome = `If ${listed(names)} ${verb}: ${outcomesText(state, choices)}`;
  const carriers = carriersIn(choices);
  return length(carriers) > 0
    ? `${outcome}; ${reserveText(state, carriers, reserves)}.`
    : `${outcome}.`;
}

export { summaryOf };

/** Sentences on packets for which a rule of somebody else decides. */
import { rulesOfFate } from "./neighbours.ts";
import { mainTable, priorities } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";
import type { LiveRule, Verdict } from "./lookup.ts";
import { capitalized, uplinkName } from "./naming.ts";
import type { Packet } from "./packet.ts";
import type { State } from "./state.ts";

/** What the kernel's own tables are called. */
const tableNames: { [table: string]: string } = { "253": "default", "254": "main", "255": "local" };

/** Whether it is the copy of one that stands behind ours; one for table main says what ours say anyway. */
function isCopy(rule: LiveRule): boolean {
  const isAmongThem = rule.priority >= priorities.copy && rule.priority < priorities.peer;
  return rule.isOwn && isAmongThem && rule.table != mainTable;
}

/** ` (from 10.0.0.5, mark 0x10000)`, or nothing where there are no such conditions. */
function conditionsText(rule: IpRule): string {
  const words: string[] = [];
  if (rule.source != null) {
    push(words, `from ${rule.source}`);
  }
  if (rule.destination != null) {
    push(words, `to ${rule.destination}`);
  }
  if (rule.mask != null) {
    push(words, sprintf("mark 0x%x", rule.mark ?? 0));
  }
  const all = join(", ", words);
  return length(words) == 0 ? "" : rule.inverts ? ` (all but ${all})` : ` (${all})`;
}

/** What the rule does with the packet: `why` is there no uplink where it comes behind ours. */
function foreignText(
  state: State,
  packet: Packet,
  verdict: Verdict,
  section: string | null,
  why: string
): string {
  const rule = verdict.rule as LiveRule;
  const copies = rulesOfFate(state.neighbours[packet.family].rules, "copied");
  const original = isCopy(rule) ? copies[rule.priority - priorities.copy] : null;
  const table = tableNames[`${rule.table}`] ?? `${rule.table}`;
  const route = verdict.route;
  const isSpread = route?.kind == "forward" && route.device == null;
  const way = section == null ? "by several ways at once" : `through ${uplinkName(state, section)}`;
  const leads = section == null && !isSpread ? "" : `, which leads ${way},`;
  const what = route == null ? "refuses it" : `sends it to table ${table}${leads}`;
  const priority = original?.priority ?? rule.priority;
  const start = `a rule of somebody else, priority ${priority}${conditionsText(rule)}, ${what}`;
  if (isCopy(rule)) {
    return `${capitalized(start)} before Mini-MWAN is asked: its copy at ${rule.priority} does.`;
  }
  const plan = state.routing[packet.family].plan;
  const isLater = length(filter(plan?.rules ?? [], (own) => own.priority > rule.priority)) == 0;
  return isLater
    ? `Mini-MWAN has no uplink for it (${why}); ${start}.`
    : `${capitalized(start)} before Mini-MWAN is asked.`;
}

/** Whether our block begins there: with the peers of tunnels, when there are any. */
function isStart(priority: number | null): boolean {
  return priority == priorities.main || priority == priorities.peer;
}

/** The priority of somebody else's rule that sends it to table main, so that ours decide; or null. */
function followedPriority(verdict: Verdict): number | null {
  const follower = filter(
    verdict.jumps,
    (rule) => isStart(rule.goTo) && rule.isOwn && rule.table == 0
  )[0];
  return follower == null ? null : follower.priority + 1;
}

export { followedPriority, foreignText, isCopy };

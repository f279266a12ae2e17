/** Sentences on why a packet goes where it goes. */
import type { PolicyRule } from "../../shared/domain.ts";
import type { ShareReply } from "../../shared/queries.ts";
import { flowTable } from "../../shared/router/mark.ts";
import { quoted } from "../../shared/router/text.ts";
import { followedPriority, foreignText, isCopy } from "./explain-foreign.ts";
import { peerReason, whyLeftToMain } from "./explain-others.ts";
import { mainTable, priorities } from "./ip-rule.ts";
import type { LiveRoute, LiveRule, Verdict } from "./lookup.ts";
import { sharesText, uplinkName } from "./naming.ts";
import { prefixLength } from "./packet.ts";
import type { Packet } from "./packet.ts";
import type { State, UplinkState } from "./state.ts";

/** What decides, from the first that the kernel asks to the last. */
type Decider =
  | "nobody"
  | "router"
  | "main"
  | "peer"
  | "flow"
  | "source"
  | "policy"
  | "active"
  | "last"
  | "system"
  | "foreign";

/** A packet, what the kernel makes of it, and for whom. */
interface Passage {
  packet: Packet;
  verdict: Verdict;
  /** Uplink that it leaves through; null when it is none of ours. */
  section: string | null;
  shares: ShareReply[];
  /** The configured rule that the packet meets, whether it decides or not. */
  policy: PolicyRule | null;
  /** A rule of somebody else that would come first if the packet had its mark. */
  marked: LiveRule | null;
}

const localTable = 255;

const drawnBy = {
  site: "a client and a site together",
  client: "client by client",
  flow: "connection by connection",
};

const stays = "A connection that is there already stays on its uplink.";

/** RTPROT_KERNEL's rules: 0 for table local, 32766 for main, 32767 for default. */
function isOfSystem(rule: LiveRule): boolean {
  return rule.priority == 0 || rule.priority == 32766 || rule.priority == 32767;
}

function ownDecider(rule: LiveRule): Decider {
  const priority = rule.priority;
  if (rule.table == mainTable) {
    return "main";
  }
  if (priority == priorities.peer) {
    return "peer";
  }
  if (priority >= priorities.active) {
    return rule.refuses ? "last" : "active";
  }
  if (
    priority >= priorities.policy ||
    (priority >= priorities.strict && priority < priorities.flow)
  ) {
    return "policy";
  }
  return priority >= priorities.source ? "source" : "flow";
}

function deciderOf(verdict: Verdict): Decider {
  const rule = verdict.rule;
  if (rule == null) {
    return "nobody";
  }
  if (rule.isOwn && !isCopy(rule)) {
    return ownDecider(rule);
  }
  if (!isOfSystem(rule)) {
    return "foreign";
  }
  return rule.table == localTable ? "router" : "system";
}

/** The route in words: `192.0.2.0/24 through eth1`. */
function routeText(route: LiveRoute): string {
  const to = route.destination ?? "everywhere";
  if (route.device == null) {
    return `${to} by several ways at once`;
  }
  return route.gateway == null
    ? `${to} through ${route.device}`
    : `${to} by ${route.gateway} on ${route.device}`;
}

/** What keeps the uplink from being used, in words; null when nothing does. */
function obstacleTo(state: State, section: string, packet: Packet): string | null {
  const path = state.uplinks[section]?.paths?.[packet.family];
  if (path?.facts == null) {
    return `has no ${packet.family == "ipv4" ? "IPv4" : "IPv6"} now`;
  }
  if (path.word != "up" && path.word != "degraded") {
    return `is ${replace(path.word, "_", " ")}`;
  }
  return state.overrides[section]?.kind == "drain" ? "is to get nothing new" : null;
}

function ownerOfTable(state: State, table: number): string | null {
  for (let section in state.uplinks) {
    if (flowTable((state.uplinks[section] as UplinkState).slot) == table) {
      return section;
    }
  }
  return null;
}

/** Why Mini-MWAN uses what it uses, as part of a sentence. */
function choiceText(state: State, packet: Packet): string {
  const choice = state.choices[packet.family];
  return choice.kind == "undecided" ? "nothing is decided yet" : choice.reason;
}

/** The sentence, with the most important of what may make it otherwise. */
function qualified(state: State, passage: Passage, sentence: string): string {
  if (passage.marked != null) {
    const priority = passage.marked.priority;
    return `${sentence} If another program marks it, its rule of priority ${priority} comes first.`;
  }
  return state.marking != null && state.markingFailure == null ? `${sentence} ${stays}` : sentence;
}

function routerReason(passage: Passage): string {
  const route = passage.verdict.route as LiveRoute;
  return route.kind == "broadcast"
    ? `It is for everybody on the network of ${route.device} and goes no further.`
    : `${passage.packet.destination} is an address of the router itself.`;
}

function mainReason(passage: Passage): string {
  const route = passage.verdict.route as LiveRoute;
  return route.kind == "refuse"
    ? `Table main has a route to ${route.destination ?? "everywhere"} that refuses packets; its routes come before every uplink.`
    : `Table main has a route of its own to ${routeText(route)}; those come before every uplink.`;
}

function flowReason(state: State, passage: Passage): string {
  const how = drawnBy[state.config?.global?.balanceBy ?? "site"];
  const parts = sharesText(state, passage.shares);
  return qualified(state, passage, `New connections are drawn by weight, ${how}: ${parts}.`);
}

/** A prefix without the length that says nothing: that of a whole address. */
function shortPrefix(prefix: string): string {
  const address = split(prefix, "/")[0] as string;
  return prefixLength(prefix) == prefixLength(address) ? address : prefix;
}

function sourceReason(state: State, passage: Passage): string {
  const rule = passage.verdict.rule as LiveRule;
  const owner = ownerOfTable(state, rule.table);
  const name = owner == null ? `table ${rule.table}` : uplinkName(state, owner);
  const source = shortPrefix(rule.source as string);
  const start = `It comes from ${source}, which belongs to ${name}`;
  if (owner == null || owner == passage.section || passage.section == null) {
    return `${start}, and leaves through it.`;
  }
  const obstacle = obstacleTo(state, owner, passage.packet) ?? "is not to be used";
  return `${start}; that one ${obstacle}, so ${uplinkName(state, passage.section)} stands in for it.`;
}

/** `Rule 'voip' asks for lte`, and what is wrong with that uplink now. */
function policyStart(state: State, passage: Passage, policy: PolicyRule): string {
  const start = `Rule ${quoted(policy.section)} asks for`;
  if (policy.use == null) {
    return `${start} an uplink that is not there`;
  }
  const isElsewhere = passage.section != policy.use;
  const obstacle = obstacleTo(state, policy.use, passage.packet);
  const word = obstacle ?? (isElsewhere ? "is not to be used" : null);
  const name = uplinkName(state, policy.use);
  return word == null ? `${start} ${name}` : `${start} ${name}, which ${word}`;
}

function policyReason(state: State, passage: Passage): string {
  if (passage.policy == null) {
    return "A rule of an earlier configuration decides; it is about to go.";
  }
  const start = policyStart(state, passage, passage.policy);
  if (passage.verdict.route == null) {
    return `${start}, and allows nothing else: it is refused.`;
  }
  const isAsked = passage.section == passage.policy.use;
  return isAsked || passage.section == null
    ? qualified(state, passage, `${start}.`)
    : qualified(state, passage, `${start}, so it takes ${uplinkName(state, passage.section)}.`);
}

function activeReason(state: State, passage: Passage): string {
  const why = choiceText(state, passage.packet);
  const isUsed = state.choices[passage.packet.family].kind == "use";
  const choice = isUsed ? `so it takes the uplink in use: ${why}` : why;
  const followed = followedPriority(passage.verdict);
  const start =
    followed == null
      ? "No other rule concerns it"
      : `A rule of somebody else, priority ${followed}, sends it to table main`;
  const sentence =
    passage.policy == null
      ? `${start}, ${choice}.`
      : `${policyStart(state, passage, passage.policy)}, ${choice}.`;
  return qualified(state, passage, sentence);
}

function systemReason(state: State, passage: Passage): string {
  const route = passage.verdict.route as LiveRoute;
  const why =
    whyLeftToMain(state, passage.packet, passage.verdict) ??
    `Mini-MWAN has no uplink for it (${choiceText(state, passage.packet)})`;
  return `${why}, so the system's own route decides: ${routeText(route)}.`;
}

function foreignReason(state: State, passage: Passage): string {
  const why = choiceText(state, passage.packet);
  return foreignText(state, passage.packet, passage.verdict, passage.section, why);
}

/** One or two sentences on why. */
function reasonFor(state: State, passage: Passage): string {
  switch (deciderOf(passage.verdict)) {
    case "router":
      return routerReason(passage);
    case "main":
      return mainReason(passage);
    case "peer":
      return peerReason(state, passage.packet, passage.section);
    case "flow":
      return flowReason(state, passage);
    case "source":
      return sourceReason(state, passage);
    case "policy":
      return policyReason(state, passage);
    case "active":
      return activeReason(state, passage);
    case "last":
      return `It is refused: ${choiceText(state, passage.packet)}.`;
    case "system":
      return systemReason(state, passage);
    case "foreign":
      return foreignReason(state, passage);
    default:
      return "No rule leads to a route for it, so it is refused.";
  }
}

export { reasonFor, deciderOf };
export type { Passage };

/** mwan3's rules, the first that matches, made into ours. */
import { maxRules } from "../../shared/options.ts";
import { quoted } from "../../shared/router/text.ts";
import { accountOf, ofType, optionsOf, textOf, uniqueName } from "./draft.ts";
import type { AccountLine, DraftSection, SectionAccount, SourceSection } from "./draft.ts";
import { familiesTakenWhole, isProtocolWithPorts, matchesOf } from "./mwan3-match.ts";
import type { Match } from "./mwan3-match.ts";
import { builtinPolicies } from "./mwan3-policies.ts";
import type { Place, Policy } from "./mwan3-policies.ts";

type Policies = { [name: string]: Policy };

interface ConvertedRules {
  rules: DraftSection[];
  /** Names of the policies that these rules follow. */
  followed: { [policy: string]: boolean };
}

/** Options that say what a rule is for; they have kept their names. */
const matching = ["src_ip", "dest_ip", "src_port", "dest_port", "proto", "family"];

/** Why an option of a rule has no counterpart. */
const unmatched: { [option: string]: string } = {
  sticky: "a flow always stays on its uplink; see balance_by for what else does",
  timeout: "a flow stays for as long as it lasts",
  logging: "the log tells of switches, not of connections",
};

/**
 * Name of the policy for traffic that no other rule takes: that of the first rule for all IPv4 traffic,
 * else for all of IPv6. Null without such a rule.
 */
function defaultPolicyOf(source: readonly SourceSection[]): string | null {
  const rules = filter(ofType(source, "rule"), (rule) => textOf(rule.use_policy) != null);
  const families = ["ipv4", "ipv6"];
  for (let i = 0; i < 2; i++) {
    const family = families[i] as string;
    const found = filter(rules, (rule) => index(familiesTakenWhole(rule), family) >= 0);
    if (length(found) > 0) {
      return textOf(found[0]?.use_policy);
    }
  }
  return null;
}

/** The uplink that a rule of ours can name: the first one, of several the one with the most weight. */
function placeFor(policy: Policy): Place {
  let best = policy.places[0] as Place;
  for (let i = 1; i < policy.sharing; i++) {
    const place = policy.places[i] as Place;
    best = place.weight > best.weight ? place : best;
  }
  return best;
}

/** Why no rule of ours can do what the policy does, or null. */
function objectionTo(name: string, policies: Policies, byDefault: string | null): string | null {
  if (name == byDefault) {
    return `policy ${quoted(name)} is that of all traffic; rules after it count for this traffic too`;
  }
  if (name == "default") {
    return "no rule leaves traffic to netifd's own default routes";
  }
  if (index(builtinPolicies, name) >= 0) {
    return "a rule of the firewall can refuse this traffic";
  }
  if (!exists(policies, name)) {
    return `there is no policy ${quoted(name)}`;
  }
  return length(policies[name]?.places ?? []) == 0 ? `policy ${quoted(name)} has no uplink` : null;
}

function outcomeText(names: readonly string[], policy: Policy, place: Place): string {
  const rules = length(names) == 1 ? "rule" : "rules";
  const target = `${rules} ${join(
    ", ",
    map(names, (name) => quoted(name))
  )}: use ${quoted(place.uplink)}`;
  if (policy.sharing > 1) {
    return `${target}, the first with the most weight: a rule names one uplink`;
  }
  if (length(policy.places) > 1) {
    return `${target}, otherwise whichever is in use instead of the policy's next`;
  }
  return policy.refuses ? `${target}, otherwise nothing` : target;
}

/** Tells of the options of a rule that is taken over; `whole` is one for all traffic. */
function tellOptions(section: SourceSection, whole: boolean, line: SectionAccount): void {
  const options = optionsOf(section);
  for (let i = 0; i < length(options); i++) {
    const option = options[i] as string;
    const isPort = option == "src_port" || option == "dest_port";
    if (whole && index([...matching, "use_policy"], option) >= 0) {
      line.taken(option, "what traffic without a rule does");
    } else if (exists(unmatched, option)) {
      line.left(option, unmatched[option] as string);
    } else if (isPort && !isProtocolWithPorts(section)) {
      line.left(option, "mwan3 does not look at it without tcp or udp");
    } else if (index(matching, option) >= 0) {
      line.taken(option, option);
    } else if (option == "use_policy") {
      line.taken(option, "use and otherwise");
    } else {
      line.left(option, "it is unknown");
    }
  }
}

/** The matches that rules before have left over. */
function reachable(matches: readonly Match[], settled: { [family: string]: string }): Match[] {
  const left: Match[] = [];
  for (let i = 0; i < length(matches); i++) {
    const match = matches[i] as Match;
    const families = match.family == null ? ["ipv4", "ipv6"] : [match.family];
    const open = filter(families, (family) => !exists(settled, family));
    if (length(open) == length(families)) {
      push(left, match);
    } else if (length(open) == 1) {
      push(left, { ...match, family: open[0] as string });
    }
  }
  return left;
}

/** A rule of ours; what its addresses say of the family need not be said twice. */
function ruleOf(match: Match, policy: Policy, place: Place, name: string): DraftSection {
  const options: DraftSection["options"] = { ...match, use: place.uplink };
  if (match.src_ip != null || match.dest_ip != null) {
    delete options.family;
  }
  if (policy.refuses && length(policy.places) == 1) {
    options.otherwise = "nothing";
  }
  return { type: "rule", name, options };
}

/** The rules in their order; `taken` are names of sections that are in use. */
function rulesOf(
  source: readonly SourceSection[],
  policies: Policies,
  taken: { [name: string]: boolean },
  account: AccountLine[]
): ConvertedRules {
  const byDefault = defaultPolicyOf(source);
  const result: ConvertedRules = { rules: [], followed: {} };
  const settled: { [family: string]: string } = {};

  /** Adds the section's rules; gives what has become of it, or why it is left out. */
  function convert(section: SourceSection): { text: string; taken: boolean } {
    const name = textOf(section.use_policy);
    const left = (text: string) => ({ text, taken: false });
    if (name == null) {
      return left("it has no use_policy");
    }
    const found = matchesOf(section);
    const matches = reachable(found.matches, settled);
    if (found.objection == null && length(matches) == 0) {
      return left(`rule ${quoted(settled.ipv4 ?? settled.ipv6 ?? "")} takes all traffic before it`);
    }
    const whole = familiesTakenWhole(section);
    for (let i = 0; i < length(whole); i++) {
      settled[whole[i] as string] = section[".name"];
    }
    if (length(whole) > 0 && name != byDefault) {
      return left("one order holds for both families, that of the rule for all IPv4 traffic");
    }
    if (length(whole) > 0) {
      return exists(policies, name)
        ? { text: "global: mode, and the order or weights of the uplinks", taken: true }
        : left("all traffic takes an uplink; they keep the order of the file");
    }
    const objection = found.objection ?? objectionTo(name, policies, byDefault);
    if (objection != null) {
      return left(objection);
    }
    if (length(result.rules) + length(matches) > maxRules) {
      return left(`there is room for ${maxRules} rules`);
    }
    const policy = policies[name] as Policy;
    const place = placeFor(policy);
    const wish = section[".anonymous"] == true ? "rule" : section[".name"];
    const names = map(matches, () => uniqueName(taken, wish));
    push(
      result.rules,
      ...map(matches, (match, i) => ruleOf(match, policy, place, names[i] as string))
    );
    result.followed[name] = true;
    return { text: outcomeText(names, policy, place), taken: true };
  }

  const sections = ofType(source, "rule");
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const line = accountOf(account, section);
    const outcome = convert(section);
    if (outcome.taken) {
      line.taken(null, outcome.text);
      tellOptions(section, length(familiesTakenWhole(section)) > 0, line);
    } else {
      line.leftWhole(outcome.text);
    }
  }
  return result;
}

export { defaultPolicyOf, rulesOf };

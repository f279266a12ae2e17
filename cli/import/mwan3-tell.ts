/** What becomes of mwan3's policies and members, line by line. */
import { quoted } from "../../shared/router/text.ts";
import { accountOf, ofType, optionsOf } from "./draft.ts";
import type { AccountLine, SectionAccount, SourceSection } from "./draft.ts";
import { policyText, weightOf } from "./mwan3-policies.ts";
import type { Place, Policy } from "./mwan3-policies.ts";

const knownTypes = ["globals", "interface", "member", "policy", "rule"];

/** What is so whatever a policy says. */
const failsOpen = "with nothing online, netifd's own default routes count";

function tellPolicy(
  policy: Policy,
  isDefault: boolean,
  options: readonly string[],
  line: SectionAccount
): void {
  const mode = policy.sharing > 1 ? "multi-uplink" : "failover";
  const outcome = isDefault ? `global: mode '${mode}'` : "the rules that follow it";
  line.taken(null, `${outcome}: ${policyText(policy)}`);
  for (let i = 0; i < length(options); i++) {
    const option = options[i] as string;
    if (option == "use_member") {
      line.taken(option, isDefault ? "metric and weight of its uplinks" : "use");
    } else if (option != "last_resort") {
      line.left(option, "it is unknown");
    } else if (isDefault && policy.refuses) {
      line.left(option, failsOpen);
    } else {
      line.taken(option, isDefault ? failsOpen : "otherwise");
    }
  }
}

/** Tells what became of the policies, and gives those of the members that count in a rule. */
function tellPolicies(
  source: readonly SourceSection[],
  policies: { [name: string]: Policy },
  byDefault: string | null,
  followed: { [policy: string]: boolean },
  account: AccountLine[]
): { [member: string]: boolean } {
  const used: { [member: string]: boolean } = {};
  const sections = ofType(source, "policy");
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const name = section[".name"];
    const policy = policies[name] as Policy;
    const line = accountOf(account, section);
    if (name == byDefault || exists(followed, name)) {
      tellPolicy(policy, name == byDefault, optionsOf(section), line);
      map([...policy.places, ...policy.repeated], (place) => (used[place.member] = true));
    } else {
      line.leftWhole("no rule follows it");
    }
  }
  return used;
}

/** The place that the member has in the policy, or null. */
function placeIn(places: readonly Place[], member: SourceSection): Place | null {
  return filter(places, (place) => place.member == member[".name"])[0] ?? null;
}

/** Why a further member of an uplink makes no difference, or null when it would. */
function objectionToRepeated(place: Place, policy: Policy): string | null {
  const first = filter(policy.places, (one) => one.uplink == place.uplink)[0] as Place;
  return first.metric == place.metric && first.weight == place.weight
    ? null
    : `metric and weight hold for both families, those of member ${quoted(first.member)}`;
}

function tellMember(
  place: Place,
  policy: Policy,
  options: readonly string[],
  line: SectionAccount
): void {
  line.taken(null, `interface ${quoted(place.uplink)}`);
  for (let i = 0; i < length(options); i++) {
    const option = options[i] as string;
    if (option == "interface") {
      line.taken(option, `interface ${quoted(place.uplink)}`);
    } else if (option == "metric") {
      line.taken(option, `metric '${place.metric}'`);
    } else if (option == "weight") {
      line.taken(option, `weight '${weightOf(place, policy)}'`);
    } else {
      line.left(option, "it is unknown");
    }
  }
}

/** Tells what became of the members; `policy` is the one for all traffic, `used` those in any that counts. */
function tellMembers(
  source: readonly SourceSection[],
  policy: Policy | null,
  used: { [member: string]: boolean },
  account: AccountLine[]
): void {
  const sections = ofType(source, "member");
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const line = accountOf(account, section);
    const own = placeIn(policy?.places ?? [], section);
    const repeated = placeIn(policy?.repeated ?? [], section);
    const objection = repeated == null ? null : objectionToRepeated(repeated, policy as Policy);
    if (objection != null) {
      line.leftWhole(objection);
    } else if (own != null || repeated != null) {
      tellMember((own ?? repeated) as Place, policy as Policy, optionsOf(section), line);
    } else if (exists(used, section[".name"])) {
      line.taken(null, "the rules of its policy");
      map(optionsOf(section), (option) => line.taken(option, "which uplink they use"));
    } else {
      line.leftWhole("no policy that counts has it, or its interface is not there");
    }
  }
}

function tellUnknown(source: readonly SourceSection[], account: AccountLine[]): void {
  const sections = filter(source, (section) => index(knownTypes, section[".type"]) < 0);
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const why = `sections of type ${quoted(section[".type"])} are unknown`;
    accountOf(account, section).leftWhole(why);
  }
}

/** The lines in the order of the source. */
function inFileOrder(
  account: readonly AccountLine[],
  source: readonly SourceSection[]
): AccountLine[] {
  const lines: AccountLine[] = [];
  for (let i = 0; i < length(source); i++) {
    const section = source[i] as SourceSection;
    const own = filter(account, (line) => line.section == section[".name"]);
    const options: (string | null)[] = [null, ...optionsOf(section)];
    map(options, (option) => push(lines, ...filter(own, (line) => line.option == option)));
  }
  return lines;
}

export { inFileOrder, tellMembers, tellPolicies, tellUnknown };

/** mwan3's members and policies: mode, order and weights of the uplinks. */
import { interfaceOptions } from "../../shared/interface-options.ts";
import { quotient, wholeNumberOf } from "../../shared/router/number.ts";
import { quoted } from "../../shared/router/text.ts";
import { ofType, textOf, wordsOf } from "./draft.ts";
import type { SourceSection } from "./draft.ts";

/** An uplink in a policy. */
interface Place {
  /** Name of the uplink. */
  uplink: string;
  /** The member's section. */
  member: string;
  metric: number;
  weight: number;
}

interface Policy {
  name: string;
  /** Each uplink once, the lowest metric first. */
  places: Place[];
  /** Further members for uplinks that have a place already, such as that for IPv6. */
  repeated: Place[];
  /** How many share the lowest metric. */
  sharing: number;
  /** Whether mwan3 lets nothing out while none of them is online. */
  refuses: boolean;
}

/** Policies that mwan3 has without a section. */
const builtinPolicies = ["default", "unreachable", "blackhole"];

/** mwan3 leaves out members with a higher metric. */
const highestMetric = 256;

/** A whole number of a member, 1 when it is missing or none. */
function memberNumber(raw: unknown): number {
  const number = wholeNumberOf(textOf(raw) ?? "1");
  return number == null || number < 1 ? 1 : number;
}

function placeOf(member: SourceSection | null, owners: { [name: string]: string }): Place | null {
  const name = textOf(member?.interface) ?? "";
  if (member == null || !exists(owners, name) || memberNumber(member.metric) > highestMetric) {
    return null;
  }
  return {
    uplink: owners[name] as string,
    member: member[".name"],
    metric: memberNumber(member.metric),
    weight: memberNumber(member.weight),
  };
}

/** The places by metric, equal ones in the order of the policy; sort() alone need not keep it. */
function byMetric(places: readonly Place[]): Place[] {
  const metrics: { [metric: string]: boolean } = {};
  for (let i = 0; i < length(places); i++) {
    metrics[`${places[i]?.metric}`] = true;
  }
  const order = sort(
    map(keys(metrics), (metric) => int(metric)),
    (a, b) => a - b
  );
  const sorted: Place[] = [];
  map(order, (metric) => push(sorted, ...filter(places, (place) => place.metric == metric)));
  return sorted;
}

function policyOf(
  section: SourceSection,
  members: { [name: string]: SourceSection },
  owners: { [name: string]: string }
): Policy {
  const names = wordsOf(section.use_member);
  const seen: { [uplink: string]: boolean } = {};
  const places: Place[] = [];
  const repeated: Place[] = [];
  for (let i = 0; i < length(names); i++) {
    const name = names[i] as string;
    const place = placeOf(exists(members, name) ? (members[name] ?? null) : null, owners);
    if (place != null && exists(seen, place.uplink)) {
      push(repeated, place);
    } else if (place != null) {
      seen[place.uplink] = true;
      push(places, place);
    }
  }
  const sorted = byMetric(places);
  return {
    name: section[".name"],
    places: sorted,
    repeated,
    sharing: length(filter(sorted, (place) => place.metric == sorted[0]?.metric)),
    refuses: section.last_resort != "default",
  };
}

/** Every policy of the file by name; `owners` leads from mwan3's interfaces to uplinks. */
function policiesOf(
  source: readonly SourceSection[],
  owners: { [name: string]: string }
): { [name: string]: Policy } {
  const members: { [name: string]: SourceSection } = {};
  const found = ofType(source, "member");
  for (let i = 0; i < length(found); i++) {
    const member = found[i] as SourceSection;
    members[member[".name"]] = member;
  }
  const policies: { [name: string]: Policy } = {};
  const sections = ofType(source, "policy");
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    policies[section[".name"]] = policyOf(section, members, owners);
  }
  return policies;
}

/** The weight as we can have it: in proportion when the greatest is more than there may be. */
function weightOf(place: Place, policy: Policy): number {
  const greatest = max(...map(policy.places, (one) => one.weight));
  const limit = interfaceOptions.weight.max;
  return greatest <= limit ? place.weight : max(1, quotient(place.weight * limit, greatest));
}

/** Those of the policy that mwan3 keeps in reserve behind several that share. */
function reserveOf(policy: Policy): Place[] {
  return policy.sharing > 1 ? slice(policy.places, policy.sharing) : [];
}

/** The policy in a few words. */
function policyText(policy: Policy): string {
  if (length(policy.places) == 0) {
    return "no uplink";
  }
  const names = map(policy.places, (place) => quoted(place.uplink));
  return policy.sharing > 1
    ? `${join(" and ", slice(names, 0, policy.sharing))} share`
    : join(", then ", names);
}

export { builtinPolicies, policiesOf, policyText, reserveOf, weightOf };
export type { Place, Policy };

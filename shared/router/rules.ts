/**
 * The sections of type `rule`. One that cannot be understood whole is left out: without one of its
 * conditions it would match more than was written.
 */
import type { EffectiveOptions, EffectiveSection } from "../contract.ts";
import type { Family, PolicyRule, Problem, UplinkConfig } from "../domain.ts";
import { maxRules } from "../options.ts";
import { ruleOptions } from "../rule-options.ts";
import { prefixOf } from "./address.ts";
import { policyRuleOf } from "./effective.ts";
import { problemOf, readSection, unknownOptions } from "./section-reader.ts";
import type { RawSection } from "./section-reader.ts";
import { quoted } from "./text.ts";

/** What is wrong, and with which option. */
interface Objection {
  option: string | null;
  message: string;
}

const leftOut = "the rule is left out";

/** A bad condition cannot be replaced by its default, which matches everything. */
const outcomes: { [option: string]: string } = {
  src_ip: leftOut,
  dest_ip: leftOut,
  proto: leftOut,
  src_port: leftOut,
  dest_port: leftOut,
  family: leftOut,
  otherwise: "the traffic is refused while its uplink is down",
};

/** An option that there is not may have been meant as a condition. */
function hasBadCondition(section: RawSection, options: EffectiveOptions): boolean {
  for (let option in outcomes) {
    if (outcomes[option] == leftOut && options[option]?.origin == "replaced") {
      return true;
    }
  }
  return length(unknownOptions(section, ruleOptions)) > 0;
}

/** The family that an option asks for, or null when it does not. */
function familyIn(options: EffectiveOptions, option: string): Family | null {
  const text = options[option]?.value as string | null;
  if (option == "family") {
    return text == "any" ? null : (text as Family);
  }
  return text == null ? null : (prefixOf(text)?.family ?? null);
}

function familyObjection(options: EffectiveOptions): Objection | null {
  const names = ["src_ip", "dest_ip", "family"];
  let first: string | null = null;
  for (let i = 0; i < length(names); i++) {
    const option = names[i] as string;
    const family = familyIn(options, option);
    if (family != null && first != null && family != familyIn(options, first)) {
      const shown = quoted(options[option]?.value as string);
      return { option, message: `${shown} contradicts ${first}: no packet is both; ${leftOut}` };
    }
    first = family == null ? first : (first ?? option);
  }
  return null;
}

function portObjection(options: EffectiveOptions): Objection | null {
  const hasPorts = index(["tcp", "udp", "tcpudp"], options.proto?.value as string) >= 0;
  for (let option in { src_port: true, dest_port: true }) {
    if (options[option]?.value != null && !hasPorts) {
      const message = `only proto tcp, udp and tcpudp have ports; ${leftOut}`;
      return { option, message };
    }
  }
  return null;
}

function familiesOf(options: EffectiveOptions): Family[] {
  const only =
    familyIn(options, "family") ?? familyIn(options, "src_ip") ?? familyIn(options, "dest_ip");
  return only == null ? ["ipv4", "ipv6"] : [only];
}

/** Why its uplink cannot take the traffic, or null when it can. */
function uplinkObjection(
  options: EffectiveOptions,
  uplinks: readonly UplinkConfig[]
): string | null {
  const name = options.use?.value as string | null;
  if (name == null) {
    return options.use?.origin == "default"
      ? "use is missing: it says which uplink the traffic takes"
      : "without a valid name there is no uplink";
  }
  const uplink = filter(uplinks, (each) => each.section == name)[0];
  if (uplink == null) {
    return `there is no uplink ${quoted(name)}`;
  }
  const families = familiesOf(options);
  return length(filter(families, (family) => index(uplink.families, family) >= 0)) > 0
    ? null
    : `${quoted(name)} is not used for ${families[0]}`;
}

/** The rule, or null when it is left out; what is wrong is added to `problems`. */
function parseRule(
  section: RawSection,
  options: EffectiveOptions,
  uplinks: readonly UplinkConfig[],
  problems: Problem[]
): PolicyRule | null {
  if (hasBadCondition(section, options)) {
    return null;
  }
  const name = section[".name"];
  const objection = familyObjection(options) ?? portObjection(options);
  if (objection != null) {
    push(problems, problemOf(name, objection.option, objection.message));
    return null;
  }
  const missing = uplinkObjection(options, uplinks);
  if (missing == null) {
    return policyRuleOf(name, options, familiesOf(options), options.use?.value as string);
  }
  // It goes on refusing without its uplink: otherwise its traffic would leak.
  const refuses = options.otherwise?.value == "nothing" && options.use?.origin != "default";
  const outcome = refuses ? "the traffic is refused" : leftOut;
  push(problems, problemOf(name, "use", `${missing}; ${outcome}`));
  return refuses ? policyRuleOf(name, options, familiesOf(options), null) : null;
}

/** The rules that are switched on, in the order of the file, and every section as it was read. */
function parseRules(sections: RawSection[], uplinks: readonly UplinkConfig[], problems: Problem[]) {
  const effective: EffectiveSection[] = [];
  const rules: PolicyRule[] = [];
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as RawSection;
    const options = readSection(section, ruleOptions, problems, outcomes, leftOut);
    push(effective, { section: section[".name"], options });
    const rule = parseRule(section, options, uplinks, problems);
    if (rule == null || options.enabled?.value == false) {
      continue;
    }
    if (length(rules) < maxRules) {
      push(rules, rule);
    } else {
      const message = `there are more than ${maxRules} rules; ${leftOut}`;
      push(problems, problemOf(section[".name"], null, message));
    }
  }
  return { effective, rules };
}

export { parseRules };

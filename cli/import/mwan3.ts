/** mwan3's configuration made into ours, with an account of each of its lines. */
import { markLayoutOf, maskOf } from "../../shared/router/mark.ts";
import { quoted } from "../../shared/router/text.ts";
import { accountOf, ofType, optionsOf, textOf } from "./draft.ts";
import type { AccountLine, Draft, DraftSection, SourceSection } from "./draft.ts";
import { policiesOf, reserveOf, weightOf } from "./mwan3-policies.ts";
import type { Place, Policy } from "./mwan3-policies.ts";
import { defaultPolicyOf, rulesOf } from "./mwan3-rules.ts";
import { inFileOrder, tellMembers, tellPolicies, tellUnknown } from "./mwan3-tell.ts";
import { uplinksOf } from "./mwan3-uplinks.ts";
import type { Uplink } from "./mwan3-uplinks.ts";
import { interfacesOf } from "./network.ts";

type Uplinks = { [name: string]: Uplink };

/** Why a global option has no counterpart. */
const unmatchedGlobals: { [option: string]: string } = {
  enabled: "the service stays off until you switch it on",
  logging: "switches and states are always logged",
  loglevel: "switches and states are always logged",
  rtmon_interval: "the kernel tells of routes that change",
  rt_table_lookup: "all but the default routes of table main always come first",
  local_source: "the router's own traffic takes the uplink in use",
};

function convertGlobals(
  source: readonly SourceSection[],
  global: DraftSection,
  account: AccountLine[]
) {
  const sections = ofType(source, "globals");
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const line = accountOf(account, section);
    line.taken(null, "global");
    const options = optionsOf(section);
    for (let k = 0; k < length(options); k++) {
      const option = options[k] as string;
      const mask = option == "mmx_mask" ? maskOf(textOf(section[option]) ?? "") : null;
      if (mask != null && markLayoutOf(mask) != null) {
        global.options.mark_mask = sprintf("0x%x", mask);
        line.taken(option, `mark_mask '${global.options.mark_mask}'`);
      } else if (option == "mmx_mask") {
        line.left(option, "it is no run of at least four bits; the usual mask is used");
      } else {
        line.left(option, unmatchedGlobals[option] ?? "it is unknown");
      }
    }
  }
}

/** Gives the uplinks of the policy for all traffic their metrics and weights. */
function placeByPolicy(policy: Policy | null, uplinks: Uplinks): void {
  const places = policy?.places ?? [];
  for (let i = 0; i < length(places); i++) {
    const place = places[i] as Place;
    const options = (uplinks[place.uplink] as Uplink).draft.options;
    options.metric = `${place.metric}`;
    options.weight = `${weightOf(place, policy as Policy)}`;
  }
}

/** Uplinks that are in no rule's policy are off, those of other rules come last. */
function placeOthers(
  policy: Policy | null,
  uplinks: Uplinks,
  rules: readonly DraftSection[]
): string[] {
  const notes: string[] = [];
  let metric = max(0, ...map(policy?.places ?? [], (place) => place.metric));
  const used = map(rules, (rule) => rule.options.use as string);
  for (let name in uplinks) {
    const options = (uplinks[name] as Uplink).draft.options;
    if (options.metric == null) {
      metric += 10;
      options.metric = `${metric}`;
      const ruled = index(used, name) >= 0;
      if (policy != null && options.enabled == "1" && !ruled) {
        options.enabled = "0";
        push(notes, `Interface ${quoted(name)} is off: mwan3 sends nothing through it.`);
      } else if (policy != null && options.enabled == "1") {
        const outcome = policy.sharing > 1 ? "takes part in sharing" : "is used last";
        push(
          notes,
          `Interface ${quoted(name)} ${outcome} for traffic that no rule takes; mwan3 would not use it.`
        );
      }
    }
  }
  return notes;
}

/** Those that mwan3 holds in reserve would share: off, they still serve by netifd's default routes. */
function switchOffReserve(policy: Policy | null, uplinks: Uplinks): string[] {
  const notes: string[] = [];
  const reserve = policy == null ? [] : reserveOf(policy);
  for (let i = 0; i < length(reserve); i++) {
    const uplink = (reserve[i] as Place).uplink;
    (uplinks[uplink] as Uplink).draft.options.enabled = "0";
    push(
      notes,
      `Interface ${quoted(uplink)} is off: in mode multi-uplink it would share instead of waiting in reserve. With nothing else online, netifd's own default routes still lead through it.`
    );
  }
  return notes;
}

/** Our configuration for mwan3's; the service is off in it. `network` is netifd's configuration. */
function draftFromMwan3(
  source: readonly SourceSection[],
  network: readonly SourceSection[]
): Draft {
  const account: AccountLine[] = [];
  const global: DraftSection = { type: "global", name: "global", options: { enabled: "0" } };
  const found = uplinksOf(source, interfacesOf(network), account);
  const uplinks = found.uplinks;
  const interval = found.interval;
  const policies = policiesOf(source, found.owners);
  const byDefault = defaultPolicyOf(source);
  const named = byDefault != null && exists(policies, byDefault) ? policies[byDefault] : null;
  const policy = named ?? null;
  const taken: { [name: string]: boolean } = { global: true };
  map(keys(uplinks), (name) => (taken[name] = true));
  global.options.mode = (policy?.sharing ?? 0) > 1 ? "multi-uplink" : "failover";
  if (interval != null) {
    global.options.check_interval = interval;
  }
  convertGlobals(source, global, account);
  const converted = rulesOf(source, policies, taken, account);
  placeByPolicy(policy, uplinks);
  const notes = [
    "mwan3 and Mini-MWAN cannot steer at the same time: stop and disable mwan3 before you switch this on.",
    ...placeOthers(policy, uplinks, converted.rules),
    ...switchOffReserve(policy, uplinks),
  ];
  const used = tellPolicies(source, policies, byDefault, converted.followed, account);
  tellMembers(source, policy, used, account);
  tellUnknown(source, account);
  const drafts = map(values(uplinks), (uplink) => uplink.draft);
  return length(drafts) > 0
    ? {
        sections: [global, ...drafts, ...converted.rules],
        account: inFileOrder(account, source),
        notes,
      }
    : {
        sections: [],
        account: inFileOrder(account, source),
        notes: ["There is no interface in it."],
      };
}

export { draftFromMwan3 };

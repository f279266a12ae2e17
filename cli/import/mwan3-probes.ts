/** How mwan3 watches an interface, in our options. */
import { interfaceOptions } from "../../shared/interface-options.ts";
import { familyOfAddress } from "../../shared/router/address.ts";
import { quoted } from "../../shared/router/text.ts";
import { flagOf, textOf, wordsOf } from "./draft.ts";
import type { DraftSection, SectionAccount, SourceSection } from "./draft.ts";
import { numberWithin } from "./number-option.ts";
import type { NumberName } from "./number-option.ts";

/** What mwan3 calls our numbers. */
const numbers: { [option: string]: NumberName } = {
  reliability: "reliability",
  count: "ping_count",
  timeout: "ping_timeout",
  down: "fall",
  up: "rise",
};

/** They count in mwan3 with check_quality alone. */
const qualityNumbers: NumberName[] = [
  "failure_latency",
  "recovery_latency",
  "failure_loss",
  "recovery_loss",
];

/** Why an option has no counterpart. */
const unmatched: { [option: string]: string } = {
  size: "pings have one size",
  max_ttl: "pings have the kernel's usual TTL",
  initial_state: "the first round settles the state within seconds",
  failure_interval: "an uplink under suspicion is probed every 250 ms",
  recovery_interval: "there is one interval, check_interval",
  keep_failure_interval: "there is one interval, check_interval",
  flush_conntrack: "flows of a dead uplink end or move by themselves",
  httping_ssl: "it counts with track_method httping alone",
};

/** The method of ours that asks the same, or null. */
function methodOf(section: SourceSection): { method: string | null; text: string } {
  const method = textOf(section.track_method) ?? "ping";
  switch (method) {
    case "ping":
    case "nping-icmp":
      return { method: "icmp", text: "probe_method 'icmp'" };
    case "nping-tcp":
      return { method: "tcp", text: "probe_method 'tcp', probe_port '80'" };
    case "httping": {
      const port = flagOf(section.httping_ssl, false) ? "443" : "80";
      const why = "for http every target would have to answer 200 or 204";
      return { method: "tcp", text: `probe_method 'tcp', probe_port '${port}'; ${why}` };
    }
    case "nslookup":
      return { method: "dns", text: "probe_method 'dns'" };
    default:
      return { method: null, text: "there is no such method; icmp is used" };
  }
}

function convertMethod(section: SourceSection, draft: DraftSection, line: SectionAccount): void {
  const found = methodOf(section);
  if (found.method == null) {
    line.left("track_method", found.text);
    return;
  }
  draft.options.probe_method = found.method;
  if (found.method == "tcp") {
    const ssl = section.track_method == "httping" && flagOf(section.httping_ssl, false);
    draft.options.probe_port = ssl ? "443" : "80";
  }
  line.taken("track_method", found.text);
}

/** Adds the section's targets to the draft's, as many as there may be. */
function convertTargets(section: SourceSection, draft: DraftSection, line: SectionAccount): void {
  const words = wordsOf(section.track_ip);
  const valid = filter(words, (word) => familyOfAddress(word) != null);
  const before = wordsOf(draft.options.ping_target);
  const fresh = filter(valid, (word) => index(before, word) < 0);
  const room = interfaceOptions.ping_target.maxCount - length(before);
  const added = slice(fresh, 0, room);
  if (length(added) > 0) {
    draft.options.ping_target = [...before, ...added];
  }
  const remarks: string[] = [];
  if (length(valid) < length(words)) {
    const bad = filter(words, (word) => familyOfAddress(word) == null);
    push(
      remarks,
      `${join(
        ", ",
        map(bad, (word) => quoted(word))
      )} is no IP address`
    );
  }
  if (length(fresh) > room) {
    push(remarks, `only ${interfaceOptions.ping_target.maxCount} targets have room`);
  }
  if (length(valid) == 0) {
    line.left("track_ip", "there is no IP address in it; the usual targets are used");
  } else {
    line.taken("track_ip", join("; ", ["ping_target", ...remarks]));
  }
}

function convertNumber(
  section: SourceSection,
  option: string,
  name: NumberName,
  draft: DraftSection,
  line: SectionAccount
): void {
  const number = numberWithin(name, section[option]);
  if (number.value == null) {
    line.left(option, number.remark);
    return;
  }
  const present = textOf(draft.options[name]);
  if (present != null && present != number.value) {
    line.left(option, `one ${name} holds for both families, '${present}'`);
    return;
  }
  draft.options[name] = number.value;
  line.taken(option, `${name} '${number.value}'${number.remark}`);
}

function convertOption(
  section: SourceSection,
  option: string,
  draft: DraftSection,
  line: SectionAccount
): void {
  if (exists(numbers, option)) {
    convertNumber(section, option, numbers[option] as NumberName, draft, line);
  } else if (index(qualityNumbers, option) >= 0) {
    if (flagOf(section.check_quality, false)) {
      convertNumber(section, option, option as NumberName, draft, line);
    } else {
      line.left(option, "mwan3 does not look at it without check_quality");
    }
  } else if (option == "check_quality") {
    const on = flagOf(section.check_quality, false);
    const outcome = on
      ? "quality is always looked at"
      : "quality is always looked at; the usual limits apply";
    line.taken(option, outcome);
  } else if (option == "track_ip") {
    convertTargets(section, draft, line);
  } else if (option == "track_method") {
    convertMethod(section, draft, line);
  } else if (option == "httping_ssl" && section.track_method == "httping") {
    line.taken(option, `probe_port '${flagOf(section.httping_ssl, false) ? "443" : "80"}'`);
  } else if (exists(unmatched, option)) {
    line.left(option, unmatched[option] as string);
  } else if (index(["enabled", "family", "interval"], option) < 0) {
    line.left(option, "it is unknown");
  }
}

export { convertOption };

/**
 * The schema that the Lua original's program reads from `/etc/config/mini-mwan`: `settings` instead of
 * `global`, devices instead of interfaces. What its README describes is the schema of today.
 */
import { familyOfAddress } from "../../shared/router/address.ts";
import { quoted } from "../../shared/router/text.ts";
import { accountOf, flagOf, ofType, optionsOf, textOf, uniqueName } from "./draft.ts";
import type { AccountLine, Draft, DraftSection, SectionAccount, SourceSection } from "./draft.ts";
import { interfaceNamed, interfaceOnDevice, interfacesOf } from "./network.ts";
import type { NetworkInterface } from "./network.ts";
import { numberWithin } from "./number-option.ts";
import type { NumberName } from "./number-option.ts";

/** What the original takes for an option that is not there, where that differs from ours. */
const unsetNumbers: { [option: string]: string } = { metric: "10", weight: "3" };

/** Numbers of an interface; they have kept their names. */
const numberNames: NumberName[] = ["metric", "weight", "ping_count", "ping_timeout"];

/** Whether the file is in the original's schema, wholly or partly. */
function isOriginal(sections: readonly SourceSection[]): boolean {
  const devices = filter(ofType(sections, "interface"), (section) => section.device != null);
  const nameless = filter(devices, (section) => section.name == null);
  return length(ofType(sections, "settings")) > 0 || length(nameless) > 0;
}

function settingsToGlobal(section: SourceSection | null, account: AccountLine[]): DraftSection {
  const options: DraftSection["options"] = { enabled: "0", mode: "failover", check_interval: "30" };
  const global: DraftSection = { type: "global", name: "global", options };
  if (section == null) {
    return global;
  }
  const line = accountOf(account, section);
  const names = optionsOf(section);
  for (let i = 0; i < length(names); i++) {
    const option = names[i] as string;
    if (option == "enabled") {
      // The original's word for yes is 1 alone.
      options.enabled = section.enabled == "1" ? "1" : "0";
      line.taken(option, `global: enabled '${options.enabled}'`);
    } else if (option == "mode") {
      options.mode = section.mode == "multiuplink" ? "multi-uplink" : "failover";
      line.taken(option, `global: mode '${options.mode}'`);
    } else if (option == "check_interval") {
      const number = numberWithin("check_interval", section.check_interval);
      options.check_interval = number.value ?? "30";
      line.taken(option, `global: check_interval '${options.check_interval}'${number.remark}`);
    } else {
      line.left(option, "the original does not know it either");
    }
  }
  return global;
}

/** The interface of netifd's that the device belongs to, with what there is to say about it. */
function nameOf(device: string, interfaces: readonly NetworkInterface[]) {
  const found = interfaceOnDevice(interfaces, device);
  if (found != null) {
    const owner = found.onlyIpv6 ? (found.sharesWith ?? found.name) : found.name;
    return { name: owner, remark: `, the interface on device ${quoted(device)}` };
  }
  const namesake = interfaceNamed(interfaces, device);
  return namesake == null
    ? { name: device, remark: "; no interface has this device: set name to the one you mean" }
    : { name: device, remark: "" };
}

function convertTarget(
  section: SourceSection,
  options: DraftSection["options"],
  line: SectionAccount
) {
  const target = textOf(section.ping_target) ?? "";
  if (familyOfAddress(target) == null) {
    line.left("ping_target", "it is no IP address; the usual targets are used");
    return;
  }
  options.ping_target = target;
  line.taken("ping_target", `ping_target ${quoted(target)}`);
}

/** One option of an interface section. */
function convertOption(
  section: SourceSection,
  option: string,
  options: DraftSection["options"],
  line: SectionAccount
): void {
  if (index(numberNames, option) >= 0) {
    const number = numberWithin(option as NumberName, section[option]);
    if (number.value == null) {
      line.left(option, number.remark);
    } else {
      options[option] = number.value;
      line.taken(option, `${option} '${number.value}'${number.remark}`);
    }
  } else if (option == "ping_target") {
    convertTarget(section, options, line);
  } else {
    line.left(option, "the original does not know it either");
  }
}

/** The options that do what the section does in the original; null without a device. */
function convertInterface(
  section: SourceSection,
  interfaces: readonly NetworkInterface[],
  account: AccountLine[]
): DraftSection["options"] | null {
  const line = accountOf(account, section);
  const device = textOf(section.device) ?? "";
  if (device == "") {
    line.left(null, "it has no device");
    return null;
  }
  const place = nameOf(device, interfaces);
  const enabled = flagOf(section.enabled, false) ? "1" : "0";
  const options: DraftSection["options"] = { enabled, name: place.name, ...unsetNumbers };
  const names = optionsOf(section);
  for (let i = 0; i < length(names); i++) {
    const option = names[i] as string;
    if (option == "device") {
      line.taken(option, `name ${quoted(place.name)}${place.remark}`);
    } else if (option == "enabled") {
      line.taken(option, `enabled '${enabled}'`);
    } else {
      convertOption(section, option, options, line);
    }
  }
  return options;
}

/** A section that is in today's schema already: all of it but a device, which nothing reads. */
function keptInterface(section: SourceSection, account: AccountLine[]): DraftSection["options"] {
  const line = accountOf(account, section);
  const options: DraftSection["options"] = {};
  const names = optionsOf(section);
  for (let i = 0; i < length(names); i++) {
    const option = names[i] as string;
    if (option == "device") {
      line.left(option, "name says which interface it is");
    } else {
      options[option] = section[option] as string | string[];
      line.taken(option, "as it is");
    }
  }
  return options;
}

/** The section `global`: the original's settings over what is there already. */
function globalOf(sections: readonly SourceSection[], account: AccountLine[]): DraftSection {
  const settings = filter(ofType(sections, "settings"), (one) => one[".name"] == "settings")[0];
  const present = filter(ofType(sections, "global"), (one) => one[".name"] == "global")[0];
  const options: DraftSection["options"] = {};
  const names = present == null ? [] : optionsOf(present);
  for (let i = 0; i < length(names); i++) {
    const option = names[i] as string;
    options[option] = present?.[option] as string | string[];
  }
  if (settings == null && present != null) {
    return { type: "global", name: "global", options };
  }
  const converted = settingsToGlobal(settings ?? null, account);
  return { type: "global", name: "global", options: { ...options, ...converted.options } };
}

/**
 * The sections of today that do what the file makes the original do; the service stays on or off as it
 * is. Rules are no part of it: the original had none.
 */
function draftFromOriginal(
  sections: readonly SourceSection[],
  network: readonly SourceSection[]
): Draft {
  const account: AccountLine[] = [];
  const drafts: DraftSection[] = [globalOf(sections, account)];
  const interfaces = interfacesOf(network);
  const names = { global: true };
  const found = ofType(sections, "interface");
  for (let i = 0; i < length(found); i++) {
    const section = found[i] as SourceSection;
    const options =
      section.name == null
        ? convertInterface(section, interfaces, account)
        : keptInterface(section, account);
    if (options != null) {
      const wish = section[".anonymous"] == true ? `uplink_${i + 1}` : section[".name"];
      push(drafts, { type: "interface", name: uniqueName(names, wish), options });
    }
  }
  return { sections: drafts, account, notes: [] };
}

export { isOriginal, draftFromOriginal };

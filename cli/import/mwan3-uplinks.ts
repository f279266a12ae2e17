/** mwan3's interfaces made into uplinks, one for both families where netifd has two interfaces. */
import { quoted } from "../../shared/router/text.ts";
import { accountOf, flagOf, ofType, optionsOf, sectionNamesOf } from "./draft.ts";
import type { AccountLine, DraftSection, SectionAccount, SourceSection } from "./draft.ts";
import { convertOption } from "./mwan3-probes.ts";
import { interfaceNamed } from "./network.ts";
import type { NetworkInterface } from "./network.ts";
import { numberWithin } from "./number-option.ts";

/** An uplink and the sections of mwan3's that it is made of. */
interface Uplink {
  draft: DraftSection;
  ipv4: SourceSection | null;
  ipv6: SourceSection | null;
}

function isIpv6(section: SourceSection): boolean {
  return section.family == "ipv6";
}

function isEnabled(section: SourceSection | null): boolean {
  return flagOf(section?.enabled, false);
}

/** The interface that is the uplink: `wan` for a `wan6` that lies on wan's device. */
function ownerOf(section: SourceSection, interfaces: readonly NetworkInterface[]): string {
  const name = section[".name"];
  const found = interfaceNamed(interfaces, name);
  return isIpv6(section) && found?.onlyIpv6 == true ? (found.sharesWith ?? name) : name;
}

/** The one family of an uplink, or null for both: those that are on, else those that there are. */
function familyOf(uplink: Uplink): string | null {
  const on4 = isEnabled(uplink.ipv4);
  const on6 = isEnabled(uplink.ipv6);
  const ipv4 = on4 || (!on6 && uplink.ipv4 != null);
  const ipv6 = on6 || (!on4 && uplink.ipv6 != null);
  if (ipv4 && ipv6) {
    return null;
  }
  return ipv4 ? "ipv4" : "ipv6";
}

/** The smallest interval of those that are on: mwan3 has one for each interface. */
function checkIntervalOf(sections: readonly SourceSection[]): string | null {
  const enabled = filter(sections, (section) => isEnabled(section));
  const counted = length(enabled) > 0 ? enabled : sections;
  let smallest: number | null = null;
  for (let i = 0; i < length(counted); i++) {
    const value = numberWithin("check_interval", counted[i]?.interval).value;
    if (value != null) {
      smallest = min(smallest ?? int(value), int(value));
    }
  }
  return smallest == null ? null : `${smallest}`;
}

/** Tells of the options that are decided by more than their own section. */
function tellShared(
  section: SourceSection,
  uplink: Uplink,
  interval: string | null,
  line: SectionAccount
): void {
  const family = familyOf(uplink);
  const merged = uplink.ipv4 != null && uplink.ipv6 != null;
  if (section.enabled != null) {
    const sides = merged ? `, family '${family ?? "both"}'` : "";
    line.taken("enabled", `enabled '${uplink.draft.options.enabled as string}'${sides}`);
  }
  if (section.family != null) {
    line.taken("family", `family '${family ?? "both"}'`);
  }
  if (section.interval != null && interval == null) {
    line.left("interval", "it is no whole number");
  } else if (section.interval != null) {
    const own = numberWithin("check_interval", section.interval);
    const why = own.value == interval ? own.remark : ", the smallest of those that are on";
    line.taken("interval", `global: check_interval '${interval}'${why}`);
  }
}

/** mwan3's interfaces and the uplinks that they become, by the uplink's section. */
interface Uplinks {
  uplinks: { [section: string]: Uplink };
  /** The uplink's section for each of mwan3's interfaces. */
  owners: { [name: string]: string };
}

/** The uplinks of these sections, as yet with what switches them on alone. */
function gather(
  sections: readonly SourceSection[],
  interfaces: readonly NetworkInterface[]
): Uplinks {
  const uplinks: Uplinks["uplinks"] = {};
  const owners: Uplinks["owners"] = {};
  const owned = map(sections, (section) => ownerOf(section, interfaces));
  const names = sectionNamesOf(filter(owned, (name, i) => index(owned, name) == i));
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const name = names[owned[i] as string] as string;
    const draft: DraftSection = { type: "interface", name, options: { name: owned[i] as string } };
    const uplink = exists(uplinks, name)
      ? (uplinks[name] as Uplink)
      : { draft, ipv4: null, ipv6: null };
    uplinks[name] = uplink;
    owners[section[".name"]] = name;
    if (isIpv6(section)) {
      uplink.ipv6 = section;
    } else {
      uplink.ipv4 = section;
    }
  }
  map(values(uplinks), (uplink) => {
    const options = uplink.draft.options;
    const family = familyOf(uplink);
    options.enabled = isEnabled(uplink.ipv4) || isEnabled(uplink.ipv6) ? "1" : "0";
    if (family != null) {
      options.family = family;
    }
  });
  return { uplinks, owners };
}

/** Every uplink with all that its own sections say; and the one interval for all of them. */
function uplinksOf(
  source: readonly SourceSection[],
  interfaces: readonly NetworkInterface[],
  account: AccountLine[]
): Uplinks & { interval: string | null } {
  const sections = ofType(source, "interface");
  const gathered = gather(sections, interfaces);
  const interval = checkIntervalOf(sections);
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const name = gathered.owners[section[".name"]] as string;
    const uplink = gathered.uplinks[name] as Uplink;
    const line = accountOf(account, section);
    const own = uplink.draft.options.name == section[".name"];
    line.taken(
      null,
      own ? `interface ${quoted(name)}` : `interface ${quoted(name)}, which brings its IPv6 along`
    );
    tellShared(section, uplink, interval, line);
    const options = optionsOf(section);
    for (let k = 0; k < length(options); k++) {
      convertOption(section, options[k] as string, uplink.draft, line);
    }
  }
  return { ...gathered, interval };
}

export { uplinksOf };
export type { Uplink };

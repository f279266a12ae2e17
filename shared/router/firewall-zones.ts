/** Firewall zones by the interfaces in them, from the sections of `/etc/config/firewall`. */

/** A section as libuci gives it. */
interface FirewallSection {
  ".type": string;
  [option: string]: unknown;
}

interface ZoneOfInterface {
  zone: string;
  masquerades: boolean;
}

/** Words for true as firewall4 reads them. */
const trueWords = ["1", "on", "true", "yes", "enabled"];

/** A list, or an option with words between blanks. */
function wordsOf(value: unknown): string[] {
  if (type(value) == "array") {
    return value as string[];
  }
  return type(value) == "string" ? split(trim(value as string), /[ \t]+/) : [];
}

function isTrue(value: unknown): boolean {
  return type(value) == "string" && index(trueWords, lc(value as string)) >= 0;
}

/** Each interface's zone; an interface in none is not there. The first of several zones counts. */
function zonesByInterface(sections: readonly FirewallSection[]): {
  [name: string]: ZoneOfInterface;
} {
  const zones: { [name: string]: ZoneOfInterface } = {};
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as FirewallSection;
    const zone = type(section.name) == "string" ? (section.name as string) : "";
    const names = section[".type"] == "zone" && zone != "" ? wordsOf(section.network) : [];
    for (let k = 0; k < length(names); k++) {
      const name = names[k] as string;
      if (!exists(zones, name)) {
        zones[name] = { zone, masquerades: isTrue(section.masq) || isTrue(section.masq6) };
      }
    }
  }
  return zones;
}

/** Whether IPv6 may leave with another source than it came with: a zone masquerades it, or a rule does. */
function isTranslatingIpv6(sections: readonly FirewallSection[]): boolean {
  const translating = filter(
    sections,
    (one) => isTrue(one.masq6) || (one[".type"] == "nat" && one.family != "ipv4")
  );
  return length(translating) > 0;
}

export { isTranslatingIpv6, isTrue, wordsOf, zonesByInterface };
export type { FirewallSection, ZoneOfInterface };

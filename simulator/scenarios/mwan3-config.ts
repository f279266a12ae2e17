/** Configurations of mwan3's as tests write them, and the draft that an import makes, as they look at it. */
import { uciSection } from "../world/uci/sections.ts";

/** Two WANs, the first with IPv6 on an interface of its own, and a modem. */
const mwan3Network = `
config interface 'wan'
	option device 'eth1'
	option proto 'dhcp'

config interface 'wan6'
	option device '@wan'
	option proto 'dhcpv6'

config interface 'wanb'
	option device 'eth2'
	option proto 'pppoe'

config interface 'lte'
	option proto 'qmi'
`;

const iface = (name: string, options: Record<string, string | string[]> = {}) =>
  uciSection("interface", name, { enabled: "1", ...options });

const member = (name: string, metric: string, weight = "1") =>
  uciSection("member", `${name}_m${metric}_w${weight}`, { interface: name, metric, weight });

const policy = (name: string, members: string[], lastResort?: string) =>
  uciSection("policy", name, {
    use_member: members,
    ...(lastResort !== undefined && { last_resort: lastResort }),
  });

const rule = (name: string, use: string, options: Record<string, string> = {}) =>
  uciSection("rule", name, { ...options, use_policy: use });

const everything = (use: string) => rule("all", use, { dest_ip: "0.0.0.0/0", family: "ipv4" });

const members =
  member("wan", "1", "3") +
  member("wan", "2", "3") +
  member("wanb", "1", "2") +
  member("wanb", "2", "2") +
  member("lte", "3");

/** What an import makes. */
interface Draft {
  sections: { type: string; name: string; options: { [option: string]: string | string[] } }[];
  account: { section: string; option: string | null; taken: boolean; text: string }[];
  notes: string[];
}

function lookAt(draft: Draft) {
  const of = (type: string) => draft.sections.filter((one) => one.type === type);
  return {
    sections: draft.sections,
    notes: draft.notes.join(" "),
    global: of("global")[0]?.options,
    uplinks: Object.fromEntries(of("interface").map(({ name, options }) => [name, options])),
    rules: of("rule").map(({ name, options }) => ({ name, ...options })),
    /** What the account says of a section or its option, `+` for what is taken over. */
    told: (name: string, option: string | null) => {
      const lines = draft.account.filter((one) => one.section === name && one.option === option);
      return lines.map(({ taken, text }) => `${taken ? "+" : "-"} ${text}`).join(" / ");
    },
  };
}

export { mwan3Network, iface, member, policy, rule, everything, members, lookAt };

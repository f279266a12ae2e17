/** A first configuration from what the network and firewall settings say; netifd need not run. */
import type { FirewallSection, ZoneOfInterface } from "../../shared/router/firewall-zones.ts";
import { zonesByInterface } from "../../shared/router/firewall-zones.ts";
import { readinessOf } from "../../shared/router/readiness.ts";
import type { DumpedInterface, Line } from "../../shared/router/readiness.ts";
import { wanLikenessOf } from "../../shared/router/wan-likeness.ts";
import type { WanLikeness } from "../../shared/router/wan-likeness.ts";
import { matchLine, quoted } from "../../shared/router/text.ts";
import { accountOf, ofType, sectionNamesOf } from "./draft.ts";
import type { AccountLine, Draft, DraftSection, SourceSection } from "./draft.ts";
import { interfacesOf } from "./network.ts";
import type { NetworkInterface } from "./network.ts";

/** Protocols of mobile networks, where volume usually costs. */
const mobileProtocols = ["3g", "directip", "mbim", "modemmanager", "ncm", "qmi", "wwan"];

/** Room between two metrics for one that is added by hand. */
const metricStep = 10;

/** A modem, or what netifd sees as a network card: a stick or a phone on USB. */
function isMobile(one: NetworkInterface): boolean {
  const device = one.device ?? "";
  return index(mobileProtocols, one.proto) >= 0 || matchLine(device, /^(usb|wwan)[0-9]/) != null;
}

function judge(one: NetworkInterface, zones: { [name: string]: ZoneOfInterface }): WanLikeness {
  const zone = exists(zones, one.name) ? (zones[one.name] as ZoneOfInterface) : null;
  if (one.objection != null) {
    return { likely: false, reason: one.objection };
  }
  if (one.sharesWith != null && !one.onlyIpv6) {
    return { likely: false, reason: `it shares the device of ${quoted(one.sharesWith)}` };
  }
  return wanLikenessOf({
    name: one.name,
    proto: one.proto == "" ? null : one.proto,
    device: one.device,
    zone: zone?.zone ?? null,
    masquerades: zone?.masquerades ?? null,
    hasDefaultRoute: null,
    companion: one.sharesWith,
  });
}

/** `wan` first and mobile networks last, else in the order of the file. */
function inOrder(candidates: NetworkInterface[]): NetworkInterface[] {
  const fixed = filter(candidates, (one) => !isMobile(one));
  return [
    ...filter(fixed, (one) => one.name == "wan"),
    ...filter(fixed, (one) => one.name != "wan"),
    ...filter(candidates, (one) => isMobile(one)),
  ];
}

/** As netifd would give it while it is down. */
function dumped(one: NetworkInterface): DumpedInterface {
  return one.device == null ? { interface: one.name } : { interface: one.name, device: one.device };
}

/** An uplink for every interface that looks like a WAN; the service stays off. */
function draftFirst(
  network: readonly SourceSection[],
  firewall: readonly FirewallSection[]
): Draft {
  const zones = zonesByInterface(firewall);
  const interfaces = interfacesOf(network);
  const judged: { [name: string]: WanLikeness } = {};
  for (let i = 0; i < length(interfaces); i++) {
    const one = interfaces[i] as NetworkInterface;
    judged[one.name] = judge(one, zones);
  }
  const chosen = inOrder(filter(interfaces, (one) => judged[one.name]?.likely == true));
  const names = sectionNamesOf(map(chosen, (one) => one.name));
  const uplinks = map(chosen, (one, at): DraftSection => {
    const name = names[one.name] as string;
    const metered: { [option: string]: string } = isMobile(one) ? { metered: "1" } : {};
    const metric = `${metricStep * (at + 1)}`;
    return { type: "interface", name, options: { name: one.name, metric, ...metered } };
  });
  const account: AccountLine[] = [];
  const sections = ofType(network, "interface");
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as SourceSection;
    const name = section[".name"];
    const likeness = exists(judged, name) ? (judged[name] as WanLikeness) : null;
    const uplink = filter(uplinks, (one) => one.options.name == name)[0] ?? null;
    const line = accountOf(account, section);
    if (uplink != null && likeness != null) {
      const metered = exists(uplink.options, "metered") ? ", metered" : "";
      line.taken(null, `metric ${uplink.options.metric as string}${metered}: ${likeness.reason}`);
    } else {
      line.left(null, likeness?.reason ?? "it is no interface of netifd's, or its loopback");
    }
  }
  const lines = map(chosen, (one): Line => ({
    section: names[one.name] as string,
    label: one.name,
    enabled: true,
    interface: one.name,
    families: ["ipv4", "ipv6"],
  }));
  const settings = { interfaces: map(interfaces, (one) => dumped(one)), network: null, firewall };
  const notes = map(readinessOf(lines, settings), (one) => `${one.message}.`);
  const global: DraftSection = { type: "global", name: "global", options: { enabled: "0" } };
  return length(uplinks) > 0
    ? { sections: [global, ...uplinks], account, notes }
    : { sections: [], account, notes: ["No interface in /etc/config/network looks like a WAN."] };
}

export { draftFirst };

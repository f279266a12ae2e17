/**
 * What the ubus object `mini-mwan` answers beyond status and configuration, and what it takes.
 * Fields are snake_case; times are seconds since 1970; unknown is `null`. An argument that may be left
 * out is optional; ubus knows no null.
 */
import type { EffectiveSection, WarningReply } from "./contract.ts";
import type { Family, OverrideKind, Problem } from "./domain.ts";

/** Something that happened. */
interface EventReply {
  /** Ascends by one from event to event; starts anew when the router does. */
  id: number;
  time: number;
  /** `switch`: new connections changed their uplink; `state`: an uplink changed its state. */
  kind: string;
  /** The uplink's section; null when nothing is in use any more. */
  section: string | null;
  family: Family | null;
  /** State or section before and after. */
  from: string | null;
  to: string | null;
  /** Why, in words. */
  reason: string;
}

interface EventsArgs {
  /** Only events after the one with this id; 0 or left out gives all that are kept. */
  since?: number;
}

interface EventsReply {
  now: number;
  /** Oldest first, at most the last hundred. */
  events: EventReply[];
}

/** `recent`: the last ten minutes, round by round; `day`: the last 24 hours, minute by minute. */
type HistorySpan = "recent" | "day";

interface HistoryArgs {
  /** Left out: every uplink. */
  section?: string;
  /** Left out: both. */
  family?: Family;
  /** Left out: `recent`. */
  span?: HistorySpan;
}

/** Samples packed in printable text, as shared/router/history-ring.ts has them. */
interface PackedRing {
  blocks: number[];
  texts: string[];
}

interface PathHistoryReply {
  section: string;
  family: Family;
  ring: PackedRing;
}

interface HistoryReply {
  now: number;
  span: HistorySpan;
  /** When the daemon put it down last; the last minute may be missing. */
  written: number | null;
  paths: PathHistoryReply[];
}

/** An interface of netifd, and what it would be good for. */
interface InterfaceReply {
  interface: string;
  /** netifd's protocol: `dhcp`, `pppoe`, `static` and so on. */
  proto: string;
  up: boolean;
  /** Layer-3 device. */
  device: string | null;
  /** Families it has an address or a default route of. */
  families: Family[];
  addresses: string[];
  /** Gateway of its IPv4 default route, else of its IPv6 one. */
  gateway: string | null;
  has_default_route: boolean;
  /** Firewall zone it is in. */
  zone: string | null;
  /** Section of ours that uses it. */
  used_by: string | null;
  looks_like_wan: boolean;
  /** What makes it look so or not, in words. */
  reason: string;
  /** Of one that looks like a WAN: why the house would be offline through it, and what to do; null for nothing. */
  obstacle: string | null;
}

interface InterfacesReply {
  interfaces: InterfaceReply[];
}

/** A section as `uci get` of rpcd gives it: texts and lists of texts beside `.type` and `.name`. */
interface ProposedSection {
  ".type": string;
  ".name": string;
  [option: string]: unknown;
}

interface ValidateArgs {
  /** The whole configuration, in the order of the file. */
  sections: ProposedSection[];
}

interface ValidateReply {
  /** Whether nothing in it is replaced or left out. */
  valid: boolean;
  problems: Problem[];
  /** What would make a switch to an uplink fail, as the router is set now. */
  warnings: WarningReply[];
  /** What the daemon would make of it. */
  global: EffectiveSection;
  interfaces: EffectiveSection[];
  rules: EffectiveSection[];
}

type Protocol = "tcp" | "udp" | "icmp";

/** A packet; what is left out is taken to match no rule that asks for it. */
interface ExplainArgs {
  /** Left out: the router's own, from whatever address it will have. */
  src?: string;
  dst: string;
  proto?: Protocol;
  sport?: number;
  dport?: number;
  /** Left out: that of `dst`. */
  family?: Family;
}

/** Part of new connections that an uplink gets. */
interface ShareReply {
  section: string;
  share_pct: number;
}

interface ExplainReply {
  family: Family;
  /** Uplink it leaves through; null when it is not one of ours, or when it goes nowhere. */
  section: string | null;
  interface: string | null;
  device: string | null;
  gateway: string | null;
  /** Priority and table of the rule that decides; null when nothing leads there. */
  priority: number | null;
  table: number | null;
  /** The policy rule's section when one decides. */
  policy: string | null;
  /** More than one when the uplink is drawn by weight; `section` is then the likeliest. */
  shares: ShareReply[];
  /** One or two sentences: which rule, of ours or of table main, and why. */
  reason: string;
}

interface WhatIfArgs {
  /** Sections of uplinks to be thought dead. */
  down: string[];
}

/** What new connections of one family would use. */
interface ChoiceReply {
  /** Null when no uplink is left: netifd's own routes apply. */
  section: string | null;
  interface: string | null;
  device: string | null;
  shares: ShareReply[];
  /** Whether it differs from now. */
  changes: boolean;
  reason: string;
}

interface WhatIfReply {
  down: string[];
  /** Null when the family is not steered. */
  ipv4: ChoiceReply | null;
  ipv6: ChoiceReply | null;
  /** In one sentence for people. */
  summary: string;
}

interface DiagnosticsReply {
  /** Lines of plain text without secrets, fit for a forum post. */
  text: string;
}

type UseAction = OverrideKind | "auto";

interface UseArgs {
  section: string;
  /** `auto` takes an order back. */
  action: UseAction;
  /** Seconds until it ends by itself, at most thirty days; left out: until it is taken back. */
  for?: number;
}

interface UseReply {
  section: string;
  action: UseAction;
  /** When it ends by itself. */
  until: number | null;
}

interface ProbeArgs {
  /** Left out: every uplink. */
  section?: string;
}

interface ProbeReply {
  /** Null: every uplink. */
  section: string | null;
}

export type {
  EventReply,
  EventsArgs,
  EventsReply,
  HistorySpan,
  HistoryArgs,
  PackedRing,
  PathHistoryReply,
  HistoryReply,
  InterfaceReply,
  InterfacesReply,
  ProposedSection,
  ValidateArgs,
  ValidateReply,
  Protocol,
  ExplainArgs,
  ShareReply,
  ExplainReply,
  WhatIfArgs,
  ChoiceReply,
  WhatIfReply,
  DiagnosticsReply,
  UseAction,
  UseArgs,
  UseReply,
  ProbeArgs,
  ProbeReply,
};

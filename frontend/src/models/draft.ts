/** The configuration as the form edits it: every value is the text of its field. */
import type { UciSection } from "../api/router-api.ts";
import { globalOptions } from "../../../shared/global-options.ts";
import { interfaceOptions } from "../../../shared/interface-options.ts";
import type { NumberOption, OptionSpec } from "../../../shared/options.ts";
import { ruleOptions } from "../../../shared/rule-options.ts";

type SectionKind = "global" | "interface" | "rule";

interface DraftSection {
  /** The section's name, or for a new one a word that can be none: it stays while the page lives. */
  id: string;
  kind: SectionKind;
  /** Name of the UCI section; null until it is stored. */
  section: string | null;
  /** Text by option; options that are not set are left out. Lists are separated by blanks. */
  values: Record<string, string>;
}

interface Draft {
  global: DraftSection;
  /** By metric, that is in the order of their use in mode failover. */
  uplinks: DraftSection[];
  /** In the order of the file, which is that of their precedence. */
  rules: DraftSection[];
  /** Names of all stored sections in the order of the file, those unknown to the form as well. */
  sequence: string[];
}

/** The parts of a draft that are lists. */
type ListName = "uplinks" | "rules";

const optionTables: Record<SectionKind, Record<string, OptionSpec>> = {
  global: globalOptions,
  interface: interfaceOptions,
  rule: ruleOptions,
};

/** The options of a kind of section, in the order of the form. */
function specsOf(kind: SectionKind): Record<string, OptionSpec> {
  return optionTables[kind];
}

/** Words that an option of any kind of section can have for a value. */
function choicesOf(option: string | null): string[] {
  const specs = Object.values(optionTables).map((table) => table[option ?? ""]);
  const choices = specs.flatMap((spec) => (spec?.type === "choice" ? spec.choices : []));
  return ["true", "false", ...choices];
}

/** Only options of the table: what else the section holds is left alone. */
function draftSectionOf(kind: SectionKind, { name, options }: UciSection): DraftSection {
  const known = Object.entries(options).filter(([option]) => Object.hasOwn(specsOf(kind), option));
  const values = known.map(([option, raw]) => [option, [raw].flat().join(" ")]);
  return { id: name, kind, section: name, values: Object.fromEntries(values) };
}

/** A number as it takes effect: the default where the text is none that is allowed. */
function numberOf({ kind, values }: DraftSection, option: string): number {
  const spec = specsOf(kind)[option] as NumberOption;
  const text = values[option] ?? "";
  const number = Number(text);
  return /^\d+$/.test(text) && number >= spec.min && number <= spec.max ? number : spec.default;
}

function byMetric(uplinks: DraftSection[]): DraftSection[] {
  return [...uplinks].sort((a, b) => numberOf(a, "metric") - numberOf(b, "metric"));
}

/** The stored sections as a draft; only the first `global` section counts. */
function draftOf(sections: UciSection[]): Draft {
  const ofKind = (kind: SectionKind): DraftSection[] =>
    sections.filter(({ type }) => type === kind).map((section) => draftSectionOf(kind, section));
  return {
    global: ofKind("global")[0] ?? { id: "global", kind: "global", section: null, values: {} },
    uplinks: byMetric(ofKind("interface")),
    rules: ofKind("rule"),
    sequence: sections.map((section) => section.name),
  };
}

/** Empty for an option that is not set. */
function textOf({ values }: DraftSection, option: string): string {
  return values[option] ?? "";
}

/** Options of which two sections of a kind hold different texts, in the order of the form. */
function differences(a: DraftSection, b: DraftSection): string[] {
  return Object.keys(specsOf(a.kind)).filter((option) => textOf(a, option) !== textOf(b, option));
}

/** Everything that has fields, in the order of the form. */
function sectionsOf({ global, uplinks, rules }: Draft): DraftSection[] {
  return [global, ...uplinks, ...rules];
}

/** What an option's text means to UCI: addresses are a list, the rest is one text. */
function rawValueOf(spec: OptionSpec, text: string): string | string[] {
  return spec.type === "addresses" ? text.split(/[\s,]+/).filter((part) => part !== "") : text;
}

const metricStep = 10;

/** A new uplink comes last: its metric is above all others. */
function newUplink({ uplinks }: Draft, id: string): DraftSection {
  const highest = Math.max(0, ...uplinks.map((uplink) => numberOf(uplink, "metric")));
  const metric = String(Math.min(highest + metricStep, interfaceOptions.metric.max));
  return { id, kind: "interface", section: null, values: { metric } };
}

function newRule({ uplinks }: Draft, id: string): DraftSection {
  const use = uplinks.at(-1)?.id ?? "";
  return { id, kind: "rule", section: null, values: { use } };
}

/** The list with one section in another place, both counted from 0; metrics are made to fit. */
function moveSection(sections: DraftSection[], from: number, to: number): DraftSection[] {
  const next = [...sections];
  next.splice(to, 0, ...next.splice(from, 1));
  return next.map((section, index) =>
    section.kind === "interface"
      ? { ...section, values: { ...section.values, metric: String((index + 1) * metricStep) } }
      : section
  );
}

/** What an uplink is called: its label, else its section, which has its interface's name while it is new. */
function nameOf(uplink: DraftSection): string {
  return uplink.values["label"] || uplink.section || (uplink.values["name"] ?? "");
}

export { flagOf } from "../api/check-option.ts";
export {
  byMetric,
  choicesOf,
  differences,
  draftOf,
  textOf,
  moveSection,
  nameOf,
  newRule,
  newUplink,
  numberOf,
};
export { rawValueOf, sectionsOf, specsOf };
export type { Draft, DraftSection, ListName, SectionKind };

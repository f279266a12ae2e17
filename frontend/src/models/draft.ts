/** The configuration as the form edits it: every value is the text of its field. */
import type { UciSection } from "../api/router-api.ts";
import { globalOptions } from "../../../shared/global-options.ts";
import { interfaceOptions } from "../../../shared/interface-options.ts";
import type { OptionSpec } from "../../../shared/options.ts";

type SectionKind = "global" | "interface";

interface DraftSection {
  /** Stays the same while the page lives, whatever becomes of name and place. */
  id: string;
  kind: SectionKind;
  /** Name of the UCI section; null until it is stored. */
  section: string | null;
  /** Text by option; options that are not set are left out. Lists are separated by blanks. */
  values: Record<string, string>;
}

interface Draft {
  global: DraftSection;
  /** In the order of the file. */
  uplinks: DraftSection[];
  /** Names of all stored sections in the order of the file, those unknown to the form as well. */
  sequence: string[];
}

/** The options of a kind of section, in the order of the form. */
function specsOf(kind: SectionKind): Record<string, OptionSpec> {
  return kind === "global" ? globalOptions : interfaceOptions;
}

/** Only options of the table: what else the section holds is left alone. */
function valuesOf(kind: SectionKind, options: UciSection["options"]): Record<string, string> {
  const known = Object.keys(specsOf(kind)).filter((option) => options[option] !== undefined);
  return Object.fromEntries(
    known.map((option) => {
      const raw = options[option] as string | string[];
      return [option, Array.isArray(raw) ? raw.join(" ") : raw];
    })
  );
}

function draftSectionOf(kind: SectionKind, { name, options }: UciSection): DraftSection {
  return { id: name, kind, section: name, values: valuesOf(kind, options) };
}

/** The stored sections as a draft; only the first `global` section counts. */
function draftOf(sections: UciSection[]): Draft {
  const global = sections.find((section) => section.type === "global");
  const uplinks = sections.filter((section) => section.type === "interface");
  return {
    global: global
      ? draftSectionOf("global", global)
      : { id: "global", kind: "global", section: null, values: {} },
    uplinks: uplinks.map((section) => draftSectionOf("interface", section)),
    sequence: sections.map((section) => section.name),
  };
}

/** What an option's text means to UCI: addresses are a list, the rest is one text. */
function rawValueOf(spec: OptionSpec, text: string): string | string[] {
  return spec.type === "addresses" ? text.split(/[\s,]+/).filter((part) => part !== "") : text;
}

/** The metric that decides an uplink's place, the default where none is set or it is no number. */
function metricOf(uplink: DraftSection): number {
  const text = uplink.values["metric"] ?? "";
  return /^\d+$/.test(text) ? Number(text) : interfaceOptions.metric.default;
}

const metricStep = 10;

/** A new uplink comes last: its metric is above all others. */
function newUplink(draft: Draft, id: string): DraftSection {
  const highest = Math.max(0, ...draft.uplinks.map(metricOf));
  const metric = Math.min(highest + metricStep, interfaceOptions.metric.max);
  return { id, kind: "interface", section: null, values: { metric: String(metric) } };
}

/**
 * Moves an uplink by one place. The two change their metrics as well, because it is the metric that
 * decides which is used first.
 */
function moveUplink(uplinks: DraftSection[], from: number, to: number): DraftSection[] {
  const moved = uplinks[from];
  const passed = uplinks[to];
  if (!moved || !passed) return uplinks;
  const next = [...uplinks];
  next[to] = { ...moved, values: { ...moved.values, metric: String(metricOf(passed)) } };
  next[from] = { ...passed, values: { ...passed.values, metric: String(metricOf(moved)) } };
  return next;
}

export { flagOf } from "../api/check-option.ts";
export { draftOf, moveUplink, newUplink, rawValueOf, specsOf };
export type { Draft, DraftSection, SectionKind };

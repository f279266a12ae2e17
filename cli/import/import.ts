/** `import`: takes over another configuration, by copy and with an account of every line. */
import type { Problem } from "../../shared/domain.ts";
import { parseConfig } from "../../shared/router/config.ts";
import type { RawSection } from "../../shared/router/config.ts";
import { quoted } from "../../shared/router/text.ts";
import { readArguments } from "../arguments.ts";
import { exitCode, fail, printJson, say } from "../terminal.ts";
import { flagOf, ofType } from "./draft.ts";
import type { Draft, DraftSection, SourceSection } from "./draft.ts";
import { draftFirst } from "./first.ts";
import { draftFromMwan3 } from "./mwan3.ts";
import { draftFromOriginal, isOriginal } from "./original.ts";
import { sayDraft } from "./show.ts";
import { copyAside, ownPath, readPackage, writeSections } from "./store.ts";

const sources = ["first", "original", "mwan3"];

const grammar = { least: 1, most: 1, values: [], flags: ["dry-run", "replace", "json"] };

const usage = `mini-mwan import ${join("|", sources)} [--dry-run] [--replace] [--json]`;

/** What was read, and what is to become of it. */
interface Plan {
  draft: Draft;
  /** Types of the sections that the draft's take the place of. */
  replaced: string[];
  /** What the copy of the present file is called after `mini-mwan-`. */
  copyName: string;
  /** Whether it takes the place of what is set up already, not only of its form. */
  replaces: boolean;
  /** What ends the import before anything is written, or null. */
  end: { sentence: string; code: number } | null;
}

function refusal(sentence: string) {
  return { sentence, code: exitCode.negative };
}

/** Whether somebody has set something up in the file. */
function isInUse(present: readonly SourceSection[]): boolean {
  const global = filter(ofType(present, "global"), (section) => section[".name"] == "global")[0];
  return (
    isOriginal(present) ||
    length(ofType(present, "interface")) + length(ofType(present, "rule")) > 0 ||
    flagOf(global?.enabled, false)
  );
}

function valueText(value: unknown): string {
  return type(value) == "array" ? `list ${join(" ", value as string[])}` : (value as string);
}

function isSameSection(section: SourceSection, draft: DraftSection): boolean {
  const options = filter(keys(section), (option) => substr(option, 0, 1) != ".");
  const differing = filter(
    keys(draft.options),
    (option) =>
      !exists(section, option) || valueText(section[option]) != valueText(draft.options[option])
  );
  return (
    section[".name"] == draft.name &&
    section[".type"] == draft.type &&
    length(options) == length(keys(draft.options)) &&
    length(differing) == 0
  );
}

/** Whether the file holds the draft already. */
function isDone(present: readonly SourceSection[], plan: Plan): boolean {
  const concerned = filter(present, (section) => index(plan.replaced, section[".type"]) >= 0);
  const drafts = plan.draft.sections;
  return (
    length(concerned) == length(drafts) &&
    length(filter(drafts, (draft, i) => !isSameSection(concerned[i] as SourceSection, draft))) == 0
  );
}

/** A section of a type of its own that has one of the draft's names, or null. */
function inTheWay(present: readonly SourceSection[], plan: Plan): SourceSection | null {
  const names = map(plan.draft.sections, (draft) => draft.name);
  const found = filter(
    present,
    (section) => index(plan.replaced, section[".type"]) < 0 && index(names, section[".name"]) >= 0
  );
  return found[0] ?? null;
}

/** Other packages that the source needs, by name; the first that cannot be read ends the import. */
function readAll(names: readonly string[]) {
  const packages: { [name: string]: SourceSection[] } = {};
  for (let i = 0; i < length(names); i++) {
    const name = names[i] as string;
    const reading = readPackage(name);
    if (reading.failure != null || (name == "mwan3" && !reading.found)) {
      const failure = reading.failure ?? `there is no /etc/config/${name} to import`;
      return { packages, failure };
    }
    packages[name] = reading.sections;
  }
  return { packages, failure: null };
}

function draftOf(source: string, packages: { [name: string]: SourceSection[] }): Draft {
  const network = packages.network ?? [];
  if (source == "first") {
    return draftFirst(network, packages.firewall ?? []);
  }
  return source == "mwan3"
    ? draftFromMwan3(packages.mwan3 ?? [], network)
    : draftFromOriginal(packages["mini-mwan"] ?? [], network);
}

function planOf(source: string, present: readonly SourceSection[], draft: Draft): Plan {
  const isOwn = source == "original";
  const plan: Plan = {
    draft,
    replaced: ["global", "interface", "settings", ...(isOwn ? [] : ["rule"])],
    copyName: isOriginal(present) ? "original" : "replaced",
    replaces: !isOwn && isInUse(present),
    end: null,
  };
  const obstacle = inTheWay(present, plan);
  if (isOwn && !isOriginal(present)) {
    plan.end = {
      sentence: `${ownPath} is not in the original's form; nothing is to be done.`,
      code: exitCode.ok,
    };
  } else if (length(draft.sections) == 0) {
    plan.end = refusal(`Nothing was imported. ${join(" ", draft.notes)}`);
  } else if (isDone(present, plan)) {
    plan.end = {
      sentence: `${ownPath} has all of it already; nothing was changed.`,
      code: exitCode.ok,
    };
  } else if (obstacle != null) {
    const what = `section ${quoted(obstacle[".name"])} of type ${quoted(obstacle[".type"])}`;
    plan.end = refusal(
      `${what} in ${ownPath} is in the way: rename or delete it; nothing was changed`
    );
  }
  return plan;
}

/** What is wrong with the configuration that comes out. */
function problemsOf(draft: Draft): Problem[] {
  return parseConfig(
    map(draft.sections, (section): RawSection => ({
      ".name": section.name,
      ".type": section.type,
      ...section.options,
    }))
  ).problems;
}

/** Writes the plan, a copy of what it replaces first. */
function carryOut(plan: Plan, present: readonly SourceSection[]) {
  const path = isInUse(present) ? copyAside(plan.copyName) : null;
  if (isInUse(present) && path == null) {
    return { copy: null, failure: `no copy of ${ownPath} can be made, so nothing was changed` };
  }
  return { copy: path, failure: writeSections(plan.draft.sections, plan.replaced) };
}

/** What to do next. */
function nextStep(draft: Draft): string {
  return draft.sections[0]?.options?.enabled == "1"
    ? "Run 'service mini-mwan reload' to use it."
    : "The service is off. Look it over, then run 'uci set mini-mwan.global.enabled=1', 'uci commit mini-mwan' and 'service mini-mwan start'.";
}

interface Outcome {
  written: boolean;
  sentence: string;
  copy: string | null;
  code: number;
}

/** Does what is to be done, or says why not. */
function finish(
  plan: Plan,
  present: readonly SourceSection[],
  options: { [name: string]: string }
): Outcome {
  const told = (sentence: string, code: number): Outcome => ({
    written: false,
    sentence,
    copy: null,
    code,
  });
  if (plan.end != null) {
    return told(plan.end.sentence, plan.end.code);
  }
  if (exists(options, "dry-run")) {
    return told("This was a dry run; nothing was changed.", exitCode.ok);
  }
  if (plan.replaces && !exists(options, "replace")) {
    const way = "with --replace it is replaced, and a copy kept";
    return told(`${ownPath} is set up already and was not changed; ${way}.`, exitCode.negative);
  }
  const result = carryOut(plan, present);
  if (result.failure != null) {
    return told(result.failure, exitCode.negative);
  }
  const kept = result.copy == null ? "" : ` What was there before is in ${result.copy}.`;
  const sentence = `${ownPath} is written.${kept} ${nextStep(plan.draft)}`;
  return { written: true, sentence, copy: result.copy, code: exitCode.ok };
}

/** Imports from the source that the words name. Gives the exit code. */
function runImport(args: string[]): number {
  const read = readArguments(args, grammar);
  const source = read.words[0] ?? "";
  if (read.problem != null || index(sources, source) < 0) {
    const problem = read.problem ?? `there is no source ${quoted(source)}`;
    return fail(`import: ${problem}; it is written: ${usage}`, exitCode.usage);
  }
  const needed = ["mini-mwan", "network", source == "mwan3" ? "mwan3" : "firewall"];
  const reading = readAll(needed);
  if (reading.failure != null) {
    return fail(`import: ${reading.failure}`, exitCode.negative);
  }
  const present = reading.packages["mini-mwan"] ?? [];
  const draft = draftOf(source, reading.packages);
  const plan = planOf(source, present, draft);
  const problems = length(draft.sections) > 0 ? problemsOf(draft) : [];
  const outcome = finish(plan, present, read.options);
  if (exists(read.options, "json")) {
    const message = outcome.sentence;
    const told = { source, written: outcome.written, message, copy: outcome.copy, problems };
    printJson({ ...told, sections: draft.sections, account: draft.account, notes: draft.notes });
    return outcome.code;
  }
  if (plan.end == null) {
    sayDraft(draft, problems);
  }
  if (outcome.code == exitCode.ok) {
    say("", outcome.sentence);
    return exitCode.ok;
  }
  return fail(outcome.sentence, outcome.code);
}

export { runImport };

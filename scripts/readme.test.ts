import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import peers from "../bench/peers.json" with { type: "json" };
import { globalOptions } from "../shared/global-options.ts";
import { interfaceOptions } from "../shared/interface-options.ts";
import type { OptionSpec } from "../shared/options.ts";
import { ruleOptions } from "../shared/rule-options.ts";
import { comparisonTable } from "./readme-comparison.mjs";

const path = new URL("../README.md", import.meta.url);

function rangeOf(spec: OptionSpec): string {
  switch (spec.type) {
    case "flag":
      return "0, 1";
    case "number":
      return `${spec.min}–${spec.max}${spec.unit === null ? "" : ` ${spec.unit}`}`;
    case "choice":
      return spec.choices.map((choice) => `\`${choice}\``).join(", ");
    case "interface-name":
      return "a network interface";
    case "addresses":
      return `1–${spec.maxCount} IP addresses`;
    case "mask":
      return "4–32 bits in a row";
    case "url":
      return "`http://host/path`";
    case "prefix":
      return "an IP address or prefix";
    case "ports":
      return "1–65534 or a range such as `8000-8100`";
    case "text":
      return "a text";
    case "section":
      return "the name of an `interface` section";
  }
}

function defaultOf(spec: OptionSpec): string {
  if (spec.type === "text") return "the section's name";
  if (spec.type === "prefix" || spec.type === "ports") return "any";
  if (spec.default === null) return "must be given";
  if (typeof spec.default === "boolean") return `\`${Number(spec.default)}\``;
  return typeof spec.default === "object" ? `\`${spec.default.join(" ")}\`` : `\`${spec.default}\``;
}

function rowsOf(section: string, options: Record<string, OptionSpec>): string[] {
  return Object.entries(options).map(
    ([name, spec]) =>
      `| ${section} | \`${name}\` | ${rangeOf(spec)} | ${defaultOf(spec)} | ${spec.help} |`
  );
}

const optionTable = [
  "| section | option | values | default | what it does |",
  "| --- | --- | --- | --- | --- |",
  ...rowsOf("`global`", globalOptions),
  ...rowsOf("`interface`", interfaceOptions),
  ...rowsOf("`rule`", ruleOptions),
].join("\n");

test.each([
  ["options", "the option table", optionTable],
  ["comparison", "what was measured", comparisonTable()],
])("the README's %s are those of %s", (name, _source, table) => {
  const block = `<!-- ${name} -->\n\n${table}\n\n<!-- /${name} -->`;
  if (process.env["UPDATE_README"]) {
    const marked = new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`);
    writeFileSync(path, readFileSync(path, "utf8").replace(marked, block));
  }
  expect(readFileSync(path, "utf8")).toContain(block);
});

test("each test that the comparison names is there", () => {
  const missing = peers.behaviour.filter(
    ({ test: file }) => !existsSync(new URL(`../${file}`, import.meta.url))
  );
  expect(missing).toEqual([]);
});

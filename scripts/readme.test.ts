import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { globalOptions } from "../shared/global-options.ts";
import { interfaceOptions } from "../shared/interface-options.ts";
import type { OptionSpec } from "../shared/options.ts";
import { ruleOptions } from "../shared/rule-options.ts";

const path = new URL("../README.md", import.meta.url);
const marked = /<!-- options -->[\s\S]*<!-- \/options -->/;

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
    case "section":
      return "the name of an `interface` section";
  }
}

function defaultOf(spec: OptionSpec): string {
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

const table = [
  "<!-- options -->",
  "",
  "| section | option | values | default | what it does |",
  "| --- | --- | --- | --- | --- |",
  ...rowsOf("`global`", globalOptions),
  ...rowsOf("`interface`", interfaceOptions),
  ...rowsOf("`rule`", ruleOptions),
  "",
  "<!-- /options -->",
].join("\n");

test("the README's options are those of the option table", () => {
  if (process.env["UPDATE_README"]) {
    writeFileSync(path, readFileSync(path, "utf8").replace(marked, table));
  }
  expect(readFileSync(path, "utf8")).toContain(table);
});

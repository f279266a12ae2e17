import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { globalOptions } from "../shared/global-options.ts";
import { interfaceOptions } from "../shared/interface-options.ts";
import type { OptionSpec } from "../shared/options.ts";

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
  }
}

function defaultOf(spec: OptionSpec): string {
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
  "",
  "<!-- /options -->",
].join("\n");

test("the README's options are those of the option table", () => {
  if (process.env["UPDATE_README"]) {
    writeFileSync(path, readFileSync(path, "utf8").replace(marked, table));
  }
  expect(readFileSync(path, "utf8")).toContain(table);
});

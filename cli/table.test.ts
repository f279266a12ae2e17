import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { tableLines, wrapped } from "./table.ts";

const columns = [{ title: "uplink" }, { title: "latency", right: true }, { title: "device" }];

const plain = (cell: string): string => cell;

test("cells stand below each other, figures at the right", () => {
  const rows = [
    { cells: ["fibre", "9.1 ms", "pppoe-wan"] },
    { cells: ["lte", null, null], note: "no address" },
  ];
  expect(tableLines(columns, rows, plain)).toEqual([
    "uplink  latency  device",
    "fibre    9.1 ms  pppoe-wan",
    "lte           -  -",
    "    no address",
  ]);
});

test("the longest names are cut, the others stay whole", () => {
  const rows = [{ cells: ["x".repeat(90), "12.3 ms", "wwan0"] }];
  expect(tableLines(columns, rows, plain)[1]).toBe(`${"x".repeat(62)}~  12.3 ms  wwan0`);
});

test("colours change no width", () => {
  const rows = [{ cells: ["up", "1", "a"] }];
  const painted = tableLines(columns, rows, (cell) => (cell.trim() === "up" ? `<${cell}>` : cell));
  expect(painted[1]).toBe("<up    >        1  a");
});

test("whatever comes from outside fits 80 columns and is printable", () => {
  const text = string({ unit: "binary", maxLength: 200 });
  assert(
    property(text, text, text, text, (a, b, c, note) => {
      const lines = [
        ...tableLines(columns, [{ cells: [a, b, c], note }], plain),
        ...wrapped("- ", a),
      ];
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(80);
        expect(line).toMatch(/^[ -~]*$/);
      }
    })
  );
});

import { describe, expect, test } from "vitest";
import { formatAge, formatBytes, formatMoment, formatMs, formatPercent } from "./format.ts";

const english = (text: string): string => text;

describe("bytes come in steps of 1024 with one decimal", () => {
  test.each([
    [null, "–"],
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KB"],
    [1536, "1.5 KB"],
    [1024 ** 2 - 1, "1.0 MB"],
    [1024 ** 2, "1.0 MB"],
    [5.25 * 1024 ** 3, "5.3 GB"],
    [2 * 1024 ** 4, "2.0 TB"],
    [3000 * 1024 ** 4, "3000.0 TB"],
  ])("%s is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("ages are told in the largest unit that fits", () => {
  test.each([
    [-3, "0 s ago"],
    [0.4, "0 s ago"],
    [59.9, "59 s ago"],
    [60, "1 min ago"],
    [3599, "59 min ago"],
    [7200, "2 h ago"],
    [200_000, "2 d ago"],
  ])("%s seconds are %s", (seconds, text) => {
    expect(formatAge(english, seconds)).toBe(text);
  });
});

describe("round trips and loss", () => {
  test.each([
    [null, "–"],
    [0.04, "0.0 ms"],
    [12.345, "12.3 ms"],
    [99.96, "100 ms"],
    [250.4, "250 ms"],
  ])("%s ms is %s", (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  test.each([
    [null, "–"],
    [0, "0 %"],
    [33.333, "33.3 %"],
    [100, "100 %"],
  ])("%s of 100 lost is %s", (percent, text) => {
    expect(formatPercent(percent)).toBe(text);
  });
});

describe("a moment is a time of day, with its date when that is another day", () => {
  const locale = { language: "en-GB", timeZone: "Europe/Berlin" };
  const noon = Date.UTC(2026, 10, 21, 11) / 1000;

  test("today", () => {
    expect(formatMoment(noon - 3600, noon, locale)).toBe("11:00");
  });

  test("yesterday by the user's calendar, though less than a day ago", () => {
    expect(formatMoment(noon - 13 * 3600, noon, locale)).toBe("20 Nov, 23:00");
  });
});

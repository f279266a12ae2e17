import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  enumerate,
  formatAge,
  formatBytes,
  formatMoment,
  formatMs,
  formatPercent,
  formatRate,
  formatSpan,
} from "./format.ts";

function speak(language: string): void {
  document.documentElement.lang = language;
}

beforeEach(() => speak("en-GB"));
afterEach(() => speak(""));

describe("bytes come in steps of 1024", () => {
  test.each([
    [null, "–"],
    [0, "0 byte"],
    [1023, "1,023 byte"],
    [1024, "1 kB"],
    [1536, "1.5 kB"],
    [1024 ** 2 - 1, "1 MB"],
    [1024 ** 2, "1 MB"],
    [5.25 * 1024 ** 3, "5.3 GB"],
    [2 * 1024 ** 4, "2 TB"],
    [3000 * 1024 ** 4, "3,000 TB"],
  ])("%s is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("rates come in bits, in steps of 1000", () => {
  test.each([
    [null, "–"],
    [0, "0 bit/s"],
    [125, "1 kb/s"],
    [1_562_500, "12.5 Mb/s"],
    [125_000_000, "1 Gb/s"],
    [1_250_000_000_000, "10,000 Gb/s"],
  ])("%s bytes in a second are %s", (bytesPerS, text) => {
    expect(formatRate(bytesPerS)).toBe(text);
  });
});

describe("ages are told in the largest unit that fits", () => {
  test.each([
    [-3, "0 sec ago"],
    [0.4, "0 sec ago"],
    [59.9, "59 sec ago"],
    [60, "1 min ago"],
    [3599, "59 min ago"],
    [7200, "2 hr ago"],
    [200_000, "2 days ago"],
  ])("%s seconds are %s", (seconds, text) => {
    expect(formatAge(seconds)).toBe(text);
  });

  test("and so is how long something lasts", () => {
    expect([30, 250, 3600, 86_400].map(formatSpan)).toEqual(["30 secs", "4 mins", "1 hr", "1 day"]);
  });
});

describe("round trips and loss", () => {
  test.each([
    [null, "–"],
    [0.04, "0 ms"],
    [12.345, "12.3 ms"],
    [99.96, "100 ms"],
    [250.4, "250 ms"],
  ])("%s ms is %s", (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  test.each([
    [null, "–"],
    [0, "0%"],
    [33.333, "33.3%"],
    [100, "100%"],
  ])("%s of 100 lost is %s", (percent, text) => {
    expect(formatPercent(percent)).toBe(text);
  });
});

describe("everything is in the language of the page", () => {
  test("as LuCI names it", () => {
    speak("de");
    expect([formatMs(12.345), formatPercent(33.3)]).toEqual(["12,3 ms", "33,3\u00a0%"]);
    expect(formatAge(250)).toBe("vor 4 Min.");
    expect(enumerate(["wan", "wwan", "dsl"])).toBe("wan, wwan und dsl");
    speak("pt_BR");
    expect(formatMs(12.345)).toBe("12,3 ms");
  });

  test("with the right form for each number", () => {
    speak("ru");
    expect([1, 3, 5].map((days) => formatSpan(days * 86_400))).toEqual(["1 дн.", "3 дн.", "5 дн."]);
  });
});

describe("a moment is a time of day, with its date when that is another day", () => {
  const noon = new Date(2026, 10, 21, 12).getTime() / 1000;

  test("today", () => {
    expect(formatMoment(noon - 3600, noon)).toBe("11:00");
  });

  test("yesterday by the user's calendar, though less than a day ago", () => {
    expect(formatMoment(noon - 13 * 3600, noon)).toBe("20 Nov, 23:00");
  });
});

import { describe, expect, test } from "vitest";
import { deriveObjections } from "./derive-objections.ts";
import { deriveRemarks } from "./derive-remarks.ts";
import { draftOf } from "./draft.ts";
import type { Draft } from "./draft.ts";

const english = (text: string): string => text;

function draftWith(global: Record<string, string>, ...uplinks: Record<string, string>[]): Draft {
  return draftOf([
    { name: "global", type: "global", options: global },
    ...uplinks.map((options, index) => ({ name: `u${index + 1}`, type: "interface", options })),
  ]);
}

function objections(global: Record<string, string>, ...uplinks: Record<string, string>[]) {
  return deriveObjections(english, draftWith(global, ...uplinks));
}

describe("what cannot be saved is refused in words that say what can", () => {
  test("a form without faults", () => {
    const uplink = { name: "wan", ping_target: "1.1.1.1, 9.9.9.9", metric: "", enabled: "no" };
    expect(objections({ enabled: "1", check_interval: "3600" }, uplink)).toEqual({});
  });

  test("a number out of its range", () => {
    expect(objections({ check_interval: "0" })).toEqual({
      global: { check_interval: "Use a whole number from 1 to 3600." },
    });
  });

  test("targets that are no addresses", () => {
    expect(objections({}, { name: "wan", ping_target: "one.one.one.one" })).toEqual({
      u1: {
        ping_target: "Use one to 8 IPv4 or IPv6 addresses such as 1.1.1.1, separated by blanks.",
      },
    });
    const both = { name: "wan", ping_target: "9.9.9.9, 2620:fe::fe" };
    expect(objections({}, both)).toEqual({});
  });

  test("a mask with holes, and an address that no plain GET can reach", () => {
    expect(objections({ mark_mask: "0x3f01" }, { name: "wan", http_url: "https://a/" })).toEqual({
      global: { mark_mask: "Use a run of at least four bits such as 0x3f00." },
      u1: { http_url: "Use an address such as http://host/path." },
    });
  });

  test("an uplink without an interface", () => {
    expect(objections({}, { name: "" }).u1).toEqual({
      name: "Name a network interface of this router: letters, digits, and . _ - only.",
    });
  });

  test("two uplinks on one interface: both are told of the other", () => {
    expect(objections({}, { name: "wan" }, { name: "lte" }, { name: "wan" })).toEqual({
      u1: { name: "wan is used by connection 3 already; use each interface once." },
      u3: { name: "wan is used by connection 1 already; use each interface once." },
    });
  });
});

describe("what the router found wrong stands where it belongs", () => {
  const stored = draftWith({ mode: "balance" }, { name: "wan", metric: "many", colour: "blue" });
  const problems = [
    { section: "global", option: "mode", message: "'balance' is not a mode" },
    { section: "u1", option: "metric", message: "'many' is not a number" },
    { section: "u1", option: "colour", message: "there is no such option" },
    { section: "policy", option: null, message: "sections of type 'rule' are unknown" },
    { section: null, option: null, message: "there is no section" },
  ];

  test("at the field, at the section, or on top", () => {
    expect(deriveRemarks(problems, stored, stored)).toEqual({
      byField: {
        global: { mode: "'balance' is not a mode" },
        u1: { metric: "'many' is not a number" },
      },
      bySection: { u1: ["colour: there is no such option"] },
      ofFile: problems.slice(3),
    });
  });

  test("it goes when the field is edited or the uplink removed", () => {
    const [uplink] = stored.uplinks;
    const mended = { ...uplink!, values: { ...uplink!.values, metric: "10" } };
    const edited = { ...stored, uplinks: [mended] };
    expect(deriveRemarks(problems, stored, edited).byField["u1"]).toBeUndefined();
    expect(deriveRemarks(problems, stored, { ...stored, uplinks: [] }).bySection).toEqual({});
  });
});

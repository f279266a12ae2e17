import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";
import type { Family, UplinkConfig } from "../../shared/domain.ts";
import { whatIf } from "./what-if.ts";

const three = { fibre: { metric: 10 }, cable: { metric: 20 }, lte: { metric: 30 } };

function running(
  uplinks: Record<string, Partial<UplinkConfig>> = three,
  global: ConstructorParameters<typeof Story>[1] = {}
): Story {
  return new Story(uplinks, global).start().after(20);
}

const asked = (story: Story, ...down: string[]) => whatIf(story.state, down, story.nowMs);

describe("if an uplink failed", () => {
  test("the next one would carry everything, and it is said what is left then", () => {
    expect(asked(running(), "fibre")).toEqual({
      down: ["fibre"],
      ipv4: {
        section: "cable",
        interface: "cable",
        device: "eth2",
        shares: [{ section: "cable", share_pct: 100 }],
        changes: true,
        reason: "cable is online, fibre is down",
      },
      ipv6: null,
      summary: "If fibre fails: everything moves to cable; lte is left behind it.",
    });
  });

  test("one that is not in use changes nothing", () => {
    const reply = asked(running(), "cable", "cable");
    expect(reply.ipv4).toMatchObject({ section: "fibre", changes: false });
    expect(reply.summary).toBe("If cable fails: everything stays on fibre; lte is left behind it.");
  });

  test("the last one leaves nothing behind it", () => {
    expect(asked(running(), "fibre", "cable").summary).toBe(
      "If fibre and cable fail: everything moves to lte; nothing else is left behind it."
    );
  });

  test("without any that is said", () => {
    const reply = asked(running(), "fibre", "cable", "lte");
    expect(reply.ipv4).toMatchObject({ section: null, shares: [], changes: true });
    expect(reply.summary).toBe("If fibre, cable and lte fail: everything has no uplink.");
  });

  test("sections are named with their interfaces", () => {
    const uplinks = { fibre: { metric: 10, interface: "fibre" }, lte: { metric: 20 } };
    const story = running(uplinks);
    story.state = {
      ...story.state,
      uplinks: {
        ...story.state.uplinks,
        lte: {
          ...story.state.uplinks["lte"]!,
          config: { ...story.state.uplinks["lte"]!.config, interface: "wwan" },
        },
      },
    };
    expect(asked(story, "fibre").summary).toContain("everything moves to lte (wwan);");
  });

  test("the families go their own ways", () => {
    const both: Family[] = ["ipv4", "ipv6"];
    const story = running({
      fibre: { metric: 10, families: both },
      cable: { metric: 20 },
      lte: { metric: 30, families: ["ipv6"] },
    });
    const reply = asked(story, "fibre");
    expect([reply.ipv4?.section, reply.ipv6?.section]).toEqual(["cable", "lte"]);
    expect(reply.summary).toBe(
      "If fibre fails: IPv4 moves to cable; IPv6 moves to lte; nothing else is left behind them."
    );
  });

  test("one that is drained would still be better than nothing", () => {
    const story = running().orders("cable", "drain").orders("lte", "disable");
    expect(asked(story, "fibre").summary).toBe(
      "If fibre fails: everything moves to cable; nothing else is left behind it."
    );
  });

  test("an order to use it does not keep it in use", () => {
    const story = running().orders("lte", "force");
    expect(asked(story, "lte").ipv4?.section).toBe("fibre");
    expect(asked(story, "fibre").ipv4).toMatchObject({ section: "lte", changes: false });
  });

  test("a hold time is over by then", () => {
    const story = running(three, { failbackDelayS: 600 });
    story.silences("fibre").after(30).answers("fibre", 20).after(60);
    expect(story.carrier).toBe("eth2");
    expect(asked(story, "lte").ipv4).toMatchObject({ section: "fibre", changes: true });
  });

  test("by score the best of the others follows", () => {
    const story = running(three, { mode: "quality" });
    story.answers("cable", 200).after(60);
    expect(asked(story, "fibre").ipv4).toMatchObject({ section: "lte" });
    expect(asked(story, "cable").ipv4).toMatchObject({ section: "fibre", changes: false });
  });

  test("its part of shared connections goes to another", () => {
    const weights = { fibre: { metric: 10, weight: 3 }, lte: { metric: 20, weight: 1 } };
    const story = running(weights, { mode: "multi-uplink" });
    expect(asked(story, "lte")).toMatchObject({
      ipv4: { changes: true, shares: [{ section: "fibre", share_pct: 100 }] },
      summary: "If lte fails: everything moves to fibre; nothing else is left behind it.",
    });
  });

  test("nothing of the running engine changes", () => {
    const story = running();
    const before = JSON.stringify(story.state);
    asked(story, "fibre", "cable");
    expect(JSON.stringify(story.state)).toBe(before);
  });
});

test("what is foretold comes true", () => {
  const section = fc.constantFrom("fibre", "cable", "lte");
  const order = fc.tuple(section, fc.constantFrom("force", "drain", "disable"));
  const uplink = fc.record({
    metric: fc.constantFrom(10, 20, 30),
    weight: fc.constantFrom(1, 2, 5),
  });
  fc.assert(
    fc.property(
      fc.record({ fibre: uplink, cable: uplink, lte: uplink }),
      fc.constantFrom("failover", "quality", "multi-uplink"),
      fc.uniqueArray(section, { maxLength: 2 }),
      fc.option(order, { nil: null }),
      fc.uniqueArray(section, { minLength: 1, maxLength: 3 }),
      (uplinks, mode, deadAlready, ordered, down) => {
        const story = new Story(uplinks, { mode, flapDamping: false, hysteresis: 5 }).start();
        for (const one of deadAlready) story.silences(one);
        story.after(60);
        if (ordered !== null) story.orders(ordered[0], ordered[1]);
        story.after(60);
        const foretold = asked(story, ...down);
        for (const one of down) story.silences(one);
        story.after(120);
        expect(story.state.choices.ipv4.section).toBe(foretold.ipv4?.section);
        if (foretold.ipv4?.section != null) expect(story.carrier).toBe(foretold.ipv4.device);
        const shares = story.snapshot!.uplinks.flatMap((one) =>
          one.sharePct > 0 ? [[one.section, one.sharePct]] : []
        );
        const said = foretold.ipv4!.shares.map((one) => [one.section, one.share_pct]);
        expect(Object.fromEntries(said)).toEqual(Object.fromEntries(shares));
      }
    ),
    { numRuns: 40 }
  );
});

import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { Clock } from "./clock.ts";

describe("the virtual clock", () => {
  test("runs what falls due in order of time, then of appointment", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 50 }), (delays) => {
        const clock = new Clock(0);
        const ran: { at: number; order: number }[] = [];
        delays.forEach((delay, order) =>
          clock.after(delay, () => ran.push({ at: clock.nowMs, order }))
        );
        clock.advance(20);
        const expected = delays
          .map((at, order) => ({ at, order }))
          .sort((a, b) => a.at - b.at || a.order - b.order);
        expect(ran).toEqual(expected);
      })
    );
  });

  test("an appointment made on the way is kept in the same advance", () => {
    const clock = new Clock(0);
    const seen: number[] = [];
    const again = (): void => {
      seen.push(clock.nowMs);
      clock.after(30, again);
    };
    clock.after(10, again);
    clock.advance(100);
    expect(seen).toEqual([10, 40, 70, 100]);
    expect(clock.nowMs).toBe(100);
  });

  test("a cancelled appointment does not happen, even when cancelled by one due at the same time", () => {
    const clock = new Clock(0);
    let happened = false;
    clock.after(5, () => later.cancel());
    const later = clock.after(5, () => {
      happened = true;
    });
    clock.advance(10);
    expect(happened).toBe(false);
    expect(later.pending).toBe(false);
  });

  test("stepping the wall clock leaves the monotonic one alone", () => {
    const clock = new Clock(1_000_000);
    clock.advance(500);
    clock.wallOffsetMs -= 3_600_000;
    expect(clock.nowMs).toBe(500);
    expect(clock.wallMs).toBe(1_000_500 - 3_600_000);
  });

  test("callbacks that wake each other without delay are an error, not a hang", () => {
    const clock = new Clock(0);
    const spin = (): void => {
      clock.after(0, spin);
    };
    spin();
    expect(() => clock.advance(1)).toThrow("stands still at 0 ms");
  });
});

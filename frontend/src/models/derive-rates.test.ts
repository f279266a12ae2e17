import { expect, test } from "vitest";
import { status, uplink } from "../../testing/replies.ts";
import { deriveRates } from "./derive-rates.ts";

/** A status of one uplink, so many seconds after noon. */
function read(atS: number, rx: number | null, tx: number | null, name = "wan") {
  return status([uplink(name, 10, { rx_bytes: rx, tx_bytes: tx })], { timestamp: atS });
}

test("two readings make a rate", () => {
  expect(deriveRates(read(0, 1000, 50), read(5, 6000, 50))).toEqual({ wan: { rx: 1000, tx: 0 } });
});

test("one reading does not, nor two of the same moment, nor of another order", () => {
  expect(deriveRates(null, read(5, 6000, 50))).toEqual({});
  expect(deriveRates(read(5, 0, 0), read(5, 6000, 50))).toEqual({});
  expect(deriveRates(read(9, 0, 0), read(5, 6000, 50))).toEqual({});
});

test("a device that was made anew counts from the start, which is no rate", () => {
  expect(deriveRates(read(0, 9000, 50), read(5, 100, 150))).toEqual({ wan: { rx: null, tx: 20 } });
});

test("an uplink that has just come, or has no device, has none", () => {
  expect(deriveRates(read(0, 0, 0), read(5, 100, 150, "dsl"))).toEqual({
    dsl: { rx: null, tx: null },
  });
  expect(deriveRates(read(0, 0, 0), read(5, null, null))).toEqual({ wan: { rx: null, tx: null } });
});

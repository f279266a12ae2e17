import { expect, test } from "vitest";
import { arrivalUs } from "./arrival.ts";

const SOL_SOCKET = 1;
const SO_TIMESTAMPNS = 35;

/** 2026-11-21 20:33:56.222726179, as a recvmsg of OpenWrt 24.10's ucode gave it. */
const arrivedUs = 1795293236222726;

function stamped(data: unknown): number | null {
  return arrivalUs({ level: SOL_SOCKET, type: SO_TIMESTAMPNS, data });
}

function text(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes);
}

/** Of a program for musl with 32 bits. */
const littleEndian = [52, 0, 2, 107, 0, 0, 0, 0, 35, 136, 70, 13, 0, 0, 0, 0];

/** The same on a processor that keeps the highest byte first. */
const bigEndian = [0, 0, 0, 0, 107, 2, 0, 52, 0, 0, 0, 0, 13, 70, 136, 35];

test("with glibc, ucode has read the kernel's stamp", () => {
  expect(stamped({ sec: 1795293236, nsec: 222726179 })).toBeCloseTo(arrivedUs, 0);
});

test.each([
  ["little-endian", littleEndian],
  ["big-endian", bigEndian],
])("with musl, its bytes are read: %s", (_name, bytes) => {
  expect(stamped(text(bytes))).toBeCloseTo(arrivedUs, 0);
});

test("whatever else stands there is no time of arrival", () => {
  expect(arrivalUs(undefined)).toBeNull();
  expect(stamped(null)).toBeNull();
  expect(stamped({})).toBeNull();
  expect(stamped(text(littleEndian.slice(0, 8)))).toBeNull();
  expect(arrivalUs({ level: SOL_SOCKET, type: 29, data: { sec: 1, usec: 0 } })).toBeNull();
});

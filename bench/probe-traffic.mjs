/**
 * Bytes on each uplink while nobody uses it, both directions, with Ethernet's headers and whatever
 * ARP and neighbour discovery the probes cause: `node bench/probe-traffic.mjs [--seconds N] [case …]`.
 */
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";

/** @typedef {import("./lib/load.mjs").Household} Household */

const args = readArguments({ seconds: 120 });
await needPrograms(args, householdPrograms);
const { defaults, fast, inHousehold } = await import("./lib/household.mjs");

const metered = { uplinks: { metered: 1 } };
const cases = [
  { name: "defaults", settings: defaults, ipv4Only: true },
  { name: "defaults-dual", settings: defaults, ipv4Only: false },
  { name: "fast", settings: fast, ipv4Only: true },
  { name: "metered", settings: metered, ipv4Only: true },
  { name: "metered-dual", settings: metered, ipv4Only: false },
].filter(({ name }) => args.names.length === 0 || args.names.includes(name));

const devices = ["eth1", "wwan0"];

/**
 * @param {Household} household
 * @returns {number[]} Bytes by device.
 */
function countBytes(household) {
  return devices.map((device) => {
    const files = ["rx", "tx"].map((way) => `/sys/class/net/${device}/statistics/${way}_bytes`);
    const counts = household.network
      .run("router", "cat", ...files)
      .trim()
      .split("\n");
    return counts.reduce((sum, count) => sum + Number(count), 0);
  });
}

const warmUpMs = 12000;
const ucode = args.ucodes[0]?.path ?? "ucode";

const rows = [];
for (const { name, settings, ipv4Only } of cases) {
  const perDay = await inHousehold(ucode, settings, { ipv4Only }, async (household) => {
    household.startDaemon();
    await household.settle();
    await pause(warmUpMs);
    const before = countBytes(household);
    await pause(args.seconds * 1000);
    return countBytes(household).map(
      (bytes, i) => ((bytes - (before[i] ?? 0)) / args.seconds) * 86400
    );
  });
  rows.push({
    case: name,
    "fibre, MB/day": ((perDay[0] ?? 0) / 1e6).toFixed(2),
    "LTE, MB/day": ((perDay[1] ?? 0) / 1e6).toFixed(2),
  });
}
report("probe-traffic", `Probe traffic, from ${args.seconds} s of an idle network`, rows);

/**
 * How long a household is without the Internet when its preferred uplink fails, and how long until it
 * is used again: `node bench/switch.mjs [--runs N] [--ucode NAME] [case …]`.
 *
 * Each run is a fresh household whose uplink fails at a random moment of the interval. With traffic the
 * time is from the first datagram that was lost to the first that was answered, by a client that sends
 * one from a new port and one from an old port every 10 ms; without traffic it is from the failure to
 * the kernel's new route.
 */
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { spread } from "./lib/statistics.mjs";
import peers from "./peers.json" with { type: "json" };

const args = readArguments();
await needPrograms(args, householdPrograms);
const { cases, measure } = await import("./lib/switch.mjs");

/** @type {Record<string, (string | null)[]>} */
const others = peers.switch;
const chosen = cases.filter(({ name }) => args.names.length === 0 || args.names.includes(name));
const rows = [];
for (const ucode of args.ucodes) {
  for (const one of chosen) {
    const outages = [];
    for (let run = 0; run < args.runs; run++) {
      outages.push(await measure(one, ucode.path));
    }
    const newS = outages.map(({ newMs }) => newMs / 1000);
    const sameS = outages.flatMap(({ sameMs }) => (sameMs == null ? [] : [sameMs / 1000]));
    rows.push({
      case: one.name,
      ucode: ucode.name,
      "new flows": spread(newS),
      "same flow": spread(sameS),
      goal: one.goal,
      "lost at return": spread(
        outages.flatMap(({ lostAtReturn }) => (lostAtReturn == null ? [] : [lostAtReturn])),
        0
      ),
      peers: (others[one.name] ?? []).map((text) => text ?? "–").join(" | "),
    });
  }
}
report(
  "switch",
  `Seconds, min/median/max of ${args.runs}; peers: ${peers.peers.join(" | ")}`,
  rows
);

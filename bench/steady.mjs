/**
 * Datagrams lost, and sent another way than through the preferred uplink, while nothing is wrong:
 * `node bench/steady.mjs [--seconds N] [--ucode NAME]`.
 */
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import peers from "./peers.json" with { type: "json" };

const args = readArguments();
await needPrograms(args, householdPrograms);
const { fast, inHousehold } = await import("./lib/household.mjs");

/** Both kinds have been answered, and lost ones of the last second are known. */
const waitMs = 1500;

const rows = [];
for (const ucode of args.ucodes) {
  const datagrams = await inHousehold(ucode.path, fast, {}, async (household) => {
    household.startDaemon();
    await household.settle();
    const traffic = await household.startTraffic({ families: ["ipv4", "ipv6"] });
    await pause(args.seconds * 1000 + waitMs);
    traffic.stop();
    return traffic.datagrams;
  });
  for (const family of ["ipv4", "ipv6"]) {
    const sent = datagrams.filter((datagram) => datagram.family === family);
    const lost = sent.filter(({ via }) => via === "lost").length;
    const isLte = (/** @type {string} */ via) => /^(198\.51\.100\.2|2001:db8:2:.*)$/.test(via);
    rows.push({
      family,
      ucode: ucode.name,
      sent: sent.length,
      lost,
      "wrong way": sent.filter(({ via }) => isLte(via)).length,
      "peers' lost": peers.steady.lost.join(" "),
      "peers' wrong way": peers.steady.wrongWay.join(" "),
    });
  }
}
report("steady", `Fast setting, ${args.seconds} s; peers: ${peers.peers.join(", ")}`, rows);

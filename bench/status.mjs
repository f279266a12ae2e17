/**
 * Time of `status` and other reads in a real rpcd, over one ubus connection:
 * `node bench/status.mjs [--runs CALLS] [--ucode NAME of the caller's interpreter]`.
 */
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { defaults, inHousehold } from "./lib/household.mjs";
import { load } from "./lib/load.mjs";
import { spread } from "./lib/statistics.mjs";

/** @typedef {import("./lib/load.mjs").Household} Household */
/** @typedef {typeof import("../shared/options.ts")} OptionsModule */
/** @typedef {typeof import("../e2e/router/router.ts")} RouterModule */

const args = readArguments({ runs: 200 });
await needPrograms(args, [...householdPrograms, "rpcd"]);
/** @type {OptionsModule} */
const { maxUplinks } = await load("shared/options.ts");
/** @type {RouterModule} */
const { until } = await load("e2e/router/router.ts");

/** Calls a method so many times and prints how many microseconds each took. */
const caller = join(tmpdir(), `mini-mwan-caller-${process.pid}.uc`);
writeFileSync(
  caller,
  `import { connect } from "ubus";
let bus = connect(null, 5);
let args = json(ARGV[1]);
let times = [];
for (let i = 0; i < +ARGV[2]; i++) {
  let from = clock(true);
  if (bus.call("mini-mwan", ARGV[0], args) == null)
    die(bus.error());
  let to = clock(true);
  push(times, (to[0] - from[0]) * 1000000 + (to[1] - from[1]) / 1000);
}
print(times);
`
);

process.once("exit", () => rmSync(caller, { force: true }));

const statusFile = "run/mini-mwan.status";
const eventsFile = "run/mini-mwan.events";
const maxEvents = 100;

/**
 * A status file of so many uplinks, each like the first one of this text.
 *
 * @param {string} text
 * @param {number} count
 */
function withUplinks(text, count) {
  const [head = "", first = ""] = text.split(/^\[.*\]\n/m);
  const sections = Array.from({ length: count }, (_, i) => `[uplink${i}]\n${first.trimEnd()}\n`);
  return `${head.replace(/^uplinks=.*$/m, `uplinks=${count}`)}${sections.join("\n")}`;
}

/** Events as the daemon logs them, as many as it keeps. */
function eventsText() {
  const event = {
    time: Math.floor(Date.now() / 1000),
    kind: "switch",
    section: "fibre",
    family: "ipv4",
    from: "lte",
    to: "fibre",
    reason: "fibre has the lowest metric of those that are online",
  };
  return Array.from(
    { length: maxEvents },
    (_, i) => `${JSON.stringify({ id: i + 1, ...event })}\n`
  );
}

/**
 * @param {Household} household
 * @param {string} ucode
 * @param {string} method
 * @param {object} given
 */
function time({ router }, ucode, method, given) {
  const words = [ucode, caller, method, JSON.stringify(given), String(args.runs)];
  return spread(
    JSON.parse(router.run(...words)).map((/** @type {number} */ us) => us / 1000),
    2
  );
}

/** The page's own poll, a fresh page, and what else is read while a page is open. */
const reads = [
  { method: "status", given: {}, name: "status", goal: true },
  { method: "status", given: { since: maxEvents }, name: "status, nothing new", goal: true },
  { method: "status", given: { since: 0 }, name: "status, 100 events" },
  { method: "history", given: { section: "fibre", family: "ipv4" }, name: "history of one path" },
  { method: "config", given: {}, name: "config" },
  { method: "interfaces", given: {}, name: "interfaces" },
];

/** @type {import("./lib/bench.mjs").Row[]} */
const rows = [];
for (const ucode of args.ucodes) {
  await inHousehold(ucode.path, defaults, {}, async (household) => {
    const { router } = household;
    router.start("rpcd", "rpcd");
    await until(() => router.run("ubus", "list").includes("mini-mwan\n"), 5000, "rpcd's object");
    household.startDaemon();
    await household.settle();
    await household.router.end("daemon", "SIGKILL");
    const text = router.read(statusFile) ?? "";
    router.write(eventsFile, eventsText().join(""));
    for (const count of [2, maxUplinks]) {
      router.write(statusFile, withUplinks(text, count));
      const wanted = reads.filter(({ method }) => count === 2 || method === "status");
      for (const { method, given, name, goal = false } of wanted) {
        rows.push({
          read: name,
          uplinks: count,
          "status file, bytes": method === "status" ? (router.read(statusFile)?.length ?? 0) : null,
          caller: ucode.name,
          "ms least/median/most": time(household, ucode.path, method, given),
          goal: goal ? `median ≤ ${count === 2 ? 2 : 20}` : null,
        });
      }
    }
  });
}
report("status", `Reads in rpcd, ${args.runs} calls over one ubus connection, both families`, rows);

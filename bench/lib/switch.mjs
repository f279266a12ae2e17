/** The ways in which an uplink fails, and what each costs the household. */
import { setTimeout as pause } from "node:timers/promises";
import { defaults, fast, inHousehold } from "./household.mjs";
import { load } from "./load.mjs";

/** @typedef {import("./load.mjs").Household} Household */
/** @typedef {import("../../e2e/router/client.ts").Datagram} Datagram */
/** @typedef {import("../../e2e/router/client.ts").Traffic} Traffic */
/** @typedef {typeof import("../../e2e/router/choices.ts")} ChoicesModule */
/** @typedef {typeof import("../../e2e/router/hosts.ts")} HostsModule */
/** @typedef {typeof import("../../e2e/router/network.ts")} NetworkModule */
/** @typedef {typeof import("../../e2e/router/router.ts")} RouterModule */

/** @type {ChoicesModule} */
const { watchChoices } = await load("e2e/router/choices.ts");
/** @type {HostsModule} */
const { nowMs } = await load("e2e/router/hosts.ts");
/** @type {NetworkModule} */
const { providers } = await load("e2e/router/network.ts");
/** @type {RouterModule} */
const { until } = await load("e2e/router/router.ts");

const [fibre, lte] = providers.map((provider) => provider.routerAddress);

/**
 * @typedef {object} Outage
 * @property {number} newMs Until a new flow got through.
 * @property {number | null} sameMs Until the flow that was there got through again.
 * @property {number | null} lostAtReturn Datagrams lost when the uplink was used again.
 */

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {import("./load.mjs").Settings} settings
 * @property {string} goal
 * @property {boolean} idle
 * @property {(household: Household) => void} fail
 */

/** @param {Household} household */
const blackHole = (household) => household.network.setBlackHole(1, true);

/** @type {Case[]} */
const cases = [
  { name: "black-hole", settings: defaults, goal: "≤ 4", idle: false, fail: blackHole },
  { name: "black-hole-idle", settings: defaults, goal: "≤ 8", idle: true, fail: blackHole },
  {
    name: "black-hole-fast",
    settings: fast,
    goal: "median ≤ 0.8, max ≤ 1.5",
    idle: false,
    fail: blackHole,
  },
  {
    name: "carrier-dropped",
    settings: defaults,
    goal: "≤ 0.05",
    idle: false,
    fail: (household) => household.router.pullCable(1, "drops"),
  },
  {
    name: "carrier-kept",
    settings: defaults,
    goal: "≤ 0.2",
    idle: false,
    fail: (household) => household.router.pullCable(1, "keeps"),
  },
  { name: "fail-back", settings: defaults, goal: "≤ 20", idle: false, fail: blackHole },
];

const patienceMs = 60000;

/**
 * Milliseconds from the first lost datagram of this kind to the first answered one after it.
 *
 * @param {Datagram[]} datagrams
 * @param {"new" | "same"} kind
 * @param {number} fromMs
 */
function outageOf(datagrams, kind, fromMs) {
  const sent = datagrams
    .filter((datagram) => datagram.kind === kind && datagram.sentMs >= fromMs)
    .toSorted((a, b) => a.sentMs - b.sentMs);
  const first = sent.findIndex(({ via }) => via === "lost");
  const next = sent.slice(first).find(({ via }) => via === lte);
  const lost = sent[first];
  return lost == null ? 0 : (next?.sentMs ?? Infinity) - lost.sentMs;
}

/**
 * @param {Traffic} traffic
 * @param {string | undefined} address
 */
async function untilTrafficUses(traffic, address) {
  await until(() => traffic.latest()?.via === address, patienceMs, `traffic through ${address}`);
}

/**
 * Time until the uplink is used again, and what is lost when it is; the outage ends at any moment of an
 * interval.
 *
 * @param {Household} household
 * @param {Traffic} traffic
 * @param {number} intervalMs
 * @returns {Promise<Outage>}
 */
async function measureReturn(household, traffic, intervalMs) {
  await pause(3000 + Math.random() * intervalMs);
  household.network.setBlackHole(1, false);
  const endedMs = nowMs();
  await untilTrafficUses(traffic, fibre);
  await pause(2500);
  const after = traffic.datagrams.filter(({ sentMs }) => sentMs > endedMs);
  const first = after.find(({ kind, via }) => kind === "new" && via === fibre);
  return {
    newMs: (first?.sentMs ?? Infinity) - endedMs,
    sameMs: null,
    lostAtReturn: after.filter(({ via }) => via === "lost").length,
  };
}

/**
 * @param {Case} one
 * @param {Household} household
 * @returns {Promise<Outage>}
 */
async function measureIdle(one, household) {
  const watch = await watchChoices(household.network);
  one.fail(household);
  const failedMs = nowMs();
  const isAway = () =>
    watch.choices.some(({ family, device }) => family === "ipv4" && device === "wwan0");
  await until(isAway, patienceMs, "a route through LTE");
  watch.stop();
  const choice = watch.choices.find(
    ({ family, device }) => family === "ipv4" && device === "wwan0"
  );
  return { newMs: (choice?.atMs ?? Infinity) - failedMs, sameMs: null, lostAtReturn: null };
}

/**
 * One failure in a fresh household.
 *
 * @param {Case} one
 * @param {string} ucode
 * @returns {Promise<Outage>}
 */
function measure(one, ucode) {
  return inHousehold(ucode, one.settings, {}, async (household) => {
    household.startDaemon();
    await household.settle();
    const traffic = one.idle ? null : await household.startTraffic({ everyMs: 10 });
    // Any moment of an interval, after some have passed.
    const intervalMs = Number(one.settings.global?.["check_interval"] ?? 5) * 1000;
    await pause(3000 + intervalMs + Math.random() * intervalMs);
    if (traffic == null) {
      return measureIdle(one, household);
    }
    const fromMs = nowMs();
    one.fail(household);
    await untilTrafficUses(traffic, lte);
    if (one.name === "fail-back") {
      return measureReturn(household, traffic, intervalMs);
    }
    // Lost ones are known after a second.
    await pause(2500);
    return {
      newMs: outageOf(traffic.datagrams, "new", fromMs),
      sameMs: outageOf(traffic.datagrams, "same", fromMs),
      lostAtReturn: null,
    };
  });
}

export { cases, measure };

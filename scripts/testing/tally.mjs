/**
 * What a stage's tests came to.
 *
 * @typedef {object} Tally
 * @property {number} passed
 * @property {string[]} failed Names.
 * @property {Skip[]} skipped
 */

/** @typedef {{ name: string, reason: string }} Skip */

/** @returns {Tally} */
function emptyTally() {
  return { passed: 0, failed: [], skipped: [] };
}

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
function addTallies(tallies) {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.flatMap((tally) => tally.failed),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/**
 * The lines that end a test run: what failed, what was skipped and why, and the sum.
 *
 * @param {Tally} tally
 * @returns {string[]}
 */
function summaryOf(tally) {
  return [
    ...tally.failed.map((name) => `failed: ${name.split("\n")[0]}`),
    ...tally.skipped.map(({ name, reason }) => `skipped: ${name} (${reason})`),
    `${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`,
  ];
}

export { addTallies, emptyTally, summaryOf };

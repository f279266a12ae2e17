/** The README's comparison with its peers, made of what was measured: bench/own.json and bench/peers.json. */
import own from "../bench/own.json" with { type: "json" };
import peers from "../bench/peers.json" with { type: "json" };

/** @typedef {string | number | null} Cell */

const names = /** @type {const} */ ({
  "black-hole": "black hole, defaults, line in use, s",
  "black-hole-idle": "black hole, defaults, nobody uses it, s",
  "black-hole-fast": "black hole, fast setting, s",
  "carrier-dropped": "cable pulled, netifd drops the route, s",
  "carrier-kept": "cable pulled, the route stays, s",
  "fail-back": "return to the better line, defaults, s",
});

/** @param {Cell} cell */
function textOf(cell) {
  return cell == null ? "–" : String(cell).replaceAll("/", " / ");
}

/**
 * @param {string} what
 * @param {Cell} ours
 * @param {readonly Cell[]} theirs
 * @param {string} proof
 */
function row(what, ours, theirs, proof) {
  return `| ${[what, ...[ours, ...theirs].map(textOf), proof].join(" | ")} |`;
}

/** @param {string} name What `npm run bench` takes. */
function bench(name) {
  return `\`${name}\``;
}

function switchRows() {
  return /** @type {(keyof typeof names)[]} */ (Object.keys(names)).map((name) =>
    row(names[name], own.switch[name], peers.switch[name], bench(`switch ${name}`))
  );
}

function steadyRows() {
  const { lost, wrongWay } = own.steady;
  const theirs = peers.steady.lost.map((count, at) => `${count}, ${peers.steady.wrongWay[at]}`);
  const switches = peers.loss30.switches;
  return [
    row("60 s of use: lost, sent the wrong way", `${lost}, ${wrongWay}`, theirs, bench("steady")),
    row("switches in 60 s with 30 % loss", own.loss30.switches, switches, bench("loss")),
  ];
}

function costRows() {
  const cpu = own.cpuSecondsPerHour;
  const { defaults, fast } = peers.cpuSecondsPerHour;
  return [
    row("processes started in an hour", own.forksPerHour, peers.forksPerHour, bench("forks")),
    row("CPU seconds in an hour, defaults", cpu.defaults, defaults, bench("cpu")),
    row("CPU seconds in an hour, fast setting", cpu.fast, fast, bench("cpu")),
    row("memory (PSS), kB", own.pssKb, peers.pssKb, bench("memory")),
  ];
}

function behaviourRows() {
  return peers.behaviour.map(({ what, own: ours, peers: theirs, test }) =>
    row(what, ours, theirs, bench(test))
  );
}

/** @returns {string} A table in Markdown. */
function comparisonTable() {
  const columns = ["", "Mini-MWAN", ...peers.peers, "`npm run bench --`, or test"];
  return [
    `| ${columns.join(" | ")} |`,
    `| ${columns.map(() => "---").join(" | ")} |`,
    ...switchRows(),
    ...steadyRows(),
    ...costRows(),
    ...behaviourRows(),
  ].join("\n");
}

export { comparisonTable };

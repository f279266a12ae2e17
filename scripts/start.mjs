/** `npm start`: sets up what is missing, then serves a simulated router with the product on it. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const hostAddress = "127.0.0.1";
const defaultPort = 8080;
const leastNode = [20, 19];

/**
 * Says why it ends, and ends.
 * @param {string} sentence
 * @returns {never}
 */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastNode;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor))
    giveUp(
      `This is Node ${process.versions.node}; Mini-MWAN needs ${leastNode.join(".")} or later.`
    );
}

/** @returns {number} the port to listen on; 0 means any that is free */
function readPort() {
  const text = process.env["PORT"] ?? "";
  if (text === "") return defaultPort;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    giveUp(`PORT is "${text}"; it must be a number from 0 to 65535, 0 for any free port.`);
  return port;
}

/** @param {number} port */
function sayTaken(port) {
  giveUp(
    `Port ${port} of ${hostAddress} is taken by another program. Stop that program, or choose another port: PORT=${port < 65535 ? port + 1 : port - 1} npm start`
  );
}

/**
 * Ends with a clear sentence when nobody can listen there.
 * @param {number} port
 * @returns {Promise<void>}
 */
function checkPort(port) {
  return new Promise((resolve) => {
    const probe = createTcpServer();
    probe.once("error", (/** @type {NodeJS.ErrnoException} */ problem) => {
      if (problem.code === "EADDRINUSE") sayTaken(port);
      giveUp(`Cannot listen on port ${port} of ${hostAddress}: ${problem.message}`);
    });
    probe.listen(port, hostAddress, () => probe.close(() => resolve()));
  });
}

/** Whether node_modules holds what package-lock.json asks for. */
function isInstalled() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")).packages;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  return ["node_modules/vite", "node_modules/preact", "node_modules/zod"].every(
    (path) => present[path]?.version === wanted[path]?.version
  );
}

function installDependencies() {
  if (isInstalled()) return;
  console.log("Installing dependencies (once, about a minute) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status, error } = spawnSync(npm, ["ci", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) giveUp(`Cannot run npm: ${error.message}`);
  if (status !== 0) giveUp("npm ci failed; what it says is above. Is the network there?");
}

/**
 * Vite serves the page from its sources and loads the simulator, so that nothing needs building.
 * @param {import("node:http").Server} server
 */
async function createVite(server) {
  const { createServer } = await import("vite");
  const configFile = `${root}frontend/vite.config.ts`;
  return createServer({
    configFile: existsSync(configFile) ? configFile : false,
    root: `${root}frontend`,
    base: "/mini-mwan/",
    appType: "custom",
    clearScreen: false,
    logLevel: "warn",
    cacheDir: `${root}node_modules/.vite`,
    resolve: {
      alias: [{ find: /^ucode:(.+)$/, replacement: `${root}simulator/ucode/$1.ts` }],
    },
    server: { middlewareMode: true, hmr: { server }, fs: { allow: [root] } },
  });
}

checkNode();
const port = readPort();
await checkPort(port);
installDependencies();
console.log("Starting the simulated router …");
const server = createHttpServer();
const vite = await createVite(server);
const { createHost } = await vite.ssrLoadModule(`${root}simulator/host.ts`);
const { startServer } = await vite.ssrLoadModule(`${root}simulator/server.ts`);
const host = createHost({ seed: Date.now() >>> 0, wallStartMs: Date.now() });
await startServer({ server, vite, host, root, port }).catch(
  (/** @type {NodeJS.ErrnoException} */ problem) => {
    if (problem.code === "EADDRINUSE") sayTaken(port);
    throw problem;
  }
);
const listening = /** @type {import("node:net").AddressInfo} */ (server.address());
const address = `http://${hostAddress}:${listening.port}`;
console.log(`\n  The simulated router is at ${address}/`);
console.log(`  The product's own page:     ${address}/mini-mwan/   (user root, any password)`);
console.log("\n  Ctrl-C ends it.");

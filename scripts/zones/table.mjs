/**
 * Who may import whom, after docs/architecture.md: shared, then the engine, then the shells, then
 * main; the plugin beside them; the page over shared alone.
 */

/**
 * @typedef {object} Zone
 * @property {string} folder Repository path; the longest one that fits a file is its zone.
 * @property {string[]} imports What its files may import besides each other: repository paths
 *   (a folder ends in `/`, `shared/*` is the files directly in it), `ucode:`, `node:`, `npm:` with or
 *   without a name.
 * @property {string} reason Why, for the message.
 */

const contract = ["shared/*"];
const routerCode = ["shared/*", "shared/router/"];

/** @param {string} name */
function shell(name) {
  return {
    folder: `daemon/${name}/`,
    imports: [...routerCode, "daemon/engine/", "ucode:"],
    reason: "a shell knows the engine and ucode, and no other shell; daemon/runtime.ts joins them",
  };
}

/** @type {Zone[]} */
const zones = [
  {
    folder: "shared/",
    imports: routerCode,
    reason: "shared is the contract: it imports nothing but shared",
  },
  {
    folder: "shared/schema/",
    imports: [...contract, "npm:zod"],
    reason: "schemas are made of the contract and zod, and never reach the router",
  },
  {
    folder: "daemon/",
    imports: [...routerCode, "daemon/", "ucode:"],
    reason: "the daemon runs on the router: it imports shared and ucode's modules only",
  },
  {
    folder: "daemon/engine/",
    imports: routerCode,
    reason: "the engine is pure: it imports shared and itself, no shell and no ucode: module",
  },
  ...["bus", "config", "hook", "kernel", "netifd", "probe", "status"].map(shell),
  {
    folder: "rpcd-plugin/",
    imports: [...routerCode, "ucode:"],
    reason:
      "the plugin speaks to the daemon by ubus and the status file, so it imports shared only",
  },
  {
    folder: "cli/",
    imports: [...routerCode, "ucode:"],
    reason: "the command speaks to the plugin by ubus, so it imports shared only",
  },
  {
    folder: "frontend/src/ui/",
    imports: ["npm:preact", "npm:@preact/signals"],
    reason: "ui knows no domain: pass it values and words",
  },
  {
    folder: "frontend/src/api/",
    imports: [...contract, "shared/schema/", "npm:zod"],
    reason: "api is the edge to the router; models build on it, not the other way",
  },
  {
    folder: "frontend/src/models/",
    imports: [...contract, "frontend/src/api/", "npm:preact", "npm:@preact/signals"],
    reason: "models take data from api and know no view",
  },
  {
    folder: "frontend/src/features/",
    imports: [
      ...contract,
      "frontend/src/models/",
      "frontend/src/ui/",
      "npm:preact",
      "npm:@preact/signals",
    ],
    reason: "features show models with ui; they neither fetch nor know the app",
  },
  {
    folder: "frontend/src/",
    imports: [...contract, "frontend/src/", "npm:preact", "npm:@preact/signals"],
    reason: "the page imports the contract, never the router's code, the simulator or zod",
  },
  {
    folder: "simulator/",
    imports: ["shared/", "daemon/", "rpcd-plugin/", "openwrt-package/", "npm:", "node:"],
    reason:
      "the simulator is made of what goes to the router and knows no page; only simulator/demo joins both",
  },
  {
    folder: "simulator/demo/",
    imports: ["simulator/", "shared/", "frontend/", "npm:"],
    reason: "the demo joins page and simulator in the browser",
  },
];

export { zones };

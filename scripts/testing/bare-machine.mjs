/** Machines without the router's programs, as most newcomers' are. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Every program that tests on real programs may ask for. */
const programs = [
  ...["ucode", "ucode-24.10", "ubusd", "ubus", "uci", "rpcd", "uhttpd", "netifd", "opkg", "apk"],
  ...["ip", "nft", "sysctl", "busybox", "unshare"],
];

/**
 * @typedef {object} BareMachine
 * @property {string} name What it is like.
 * @property {string} path Its PATH.
 * @property {() => void} remove
 */

/**
 * @param {string} name
 * @param {(folder: string, program: string) => void} lay Lays what is there of a program.
 * @returns {BareMachine}
 */
function bareMachine(name, lay) {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-bare-"));
  symlinkSync(process.execPath, join(folder, "node"));
  for (const program of programs) lay(folder, program);
  return { name, path: folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** Machines on which no program can be run: none is there, none may be run, none has anything in it. */
function bareMachines() {
  return [
    bareMachine("without any of them", () => {}),
    bareMachine("with programs that may not be run", (folder, program) => {
      writeFileSync(join(folder, program), "#!/bin/sh\n", { mode: 0o644 });
    }),
    bareMachine("with empty programs", (folder, program) => {
      writeFileSync(join(folder, program), "", { mode: 0o755 });
    }),
  ];
}

export { bareMachines };

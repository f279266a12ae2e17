/**
 * CPU time of a bare program on ucode that sends, receives and counts as the daemon does and thinks nothing:
 * `node bench/bare.mjs [--seconds N] [--ucode NAME] [case …]`. What `cpu` tells beyond this is the daemon's own.
 */
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { cpuSecondsPerHour } from "./lib/process.mjs";
import { load } from "./lib/load.mjs";

const args = readArguments();
await needPrograms(args, householdPrograms);
const { defaults, inHousehold } = await import("./lib/household.mjs");
/** @type {{ providers: import("../e2e/router/network.ts").Provider[] }} */
const { providers } = await load("e2e/router/network.ts");

const program = fileURLToPath(new URL("router/bare.uc", import.meta.url));

const cases = [
  { name: "defaults", intervalMs: 5000 },
  { name: "fast", intervalMs: 1000 },
].filter(({ name }) => args.names.length === 0 || args.names.includes(name));

const warmUpMs = 12000;

const rows = [];
for (const ucode of args.ucodes) {
  for (const { name, intervalMs } of cases) {
    const seconds = await inHousehold(
      ucode.path,
      defaults,
      { ipv4Only: true },
      async (household) => {
        // Its routes stay when it is killed, and the bare program's probes take them.
        household.startDaemon();
        await household.settle();
        await household.router.end("daemon", "SIGKILL");
        const ways = providers.flatMap(({ device, routerAddress }) => [device, routerAddress]);
        const words = [ucode.path, program, String(intervalMs), "0x3f00", ...ways];
        const bare = household.router.start("bare", ...words);
        await pause(warmUpMs);
        const used = await cpuSecondsPerHour(Number(bare.pid), args.seconds);
        if (bare.exitCode !== null) throw new Error(household.router.output());
        return used;
      }
    );
    rows.push({ case: name, ucode: ucode.name, "CPU s/h": seconds.toFixed(2) });
  }
}
report("bare", "CPU seconds per hour of a program that only sends, receives and counts", rows);

/** A network namespace of a real kernel, for tests that compare the simulated one with it. */
import { execFileSync, spawnSync } from "node:child_process";
import { findProgram } from "./real-program.ts";

interface Namespace {
  /** Standard output of a program in it, or the last line of its standard error when it fails. */
  run(...command: string[]): string;
  /** Adds a veth device with an address, up, and with a carrier. */
  addDevice(name: string, address: string): void;
  remove(): void;
}

/** Why no namespace can be made here, or null when one can. */
function namespaceObstacle(): string | null {
  if (findProgram("ip") === null) return "program: ip";
  const name = `mm-try-${process.pid}`;
  if (spawnSync("ip", ["netns", "add", name]).status !== 0) return "network namespaces need root";
  execFileSync("ip", ["netns", "delete", name]);
  return null;
}

function createNamespace(): Namespace {
  const name = `mm-sim-${process.pid}`;
  execFileSync("ip", ["netns", "add", name]);
  const run = (...command: string[]): string => {
    const { status, stdout, stderr } = spawnSync("ip", ["netns", "exec", name, ...command], {
      encoding: "utf8",
    });
    return status === 0 ? stdout : (stderr.trim().split("\n").at(-1) ?? "");
  };
  run("ip", "link", "set", "lo", "up");
  run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0");
  return {
    run,
    addDevice(device, address) {
      run("ip", "link", "add", device, "type", "veth", "peer", "name", `${device}-peer`);
      run("ip", "link", "set", `${device}-peer`, "up");
      run("ip", "link", "set", device, "up");
      run("ip", "address", "add", address, "dev", device);
    },
    remove() {
      execFileSync("ip", ["netns", "delete", name]);
    },
  };
}

export { createNamespace, namespaceObstacle };
export type { Namespace };

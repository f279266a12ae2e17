/** A router with hardly any processor time for the daemon: a control group with a share of one core. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = "/sys/fs/cgroup";
const periodUs = 100_000;

/** Version 1 has a folder of its own for processor time. */
const isFirstVersion = existsSync(join(root, "cpu/cpu.shares"));

/** Why there can be no such group, or null when there can. */
function groupObstacle(): string | null {
  const controllers = join(root, "cgroup.controllers");
  const isSecond = existsSync(controllers) && readFileSync(controllers, "utf8").includes("cpu");
  return isFirstVersion || isSecond ? null : "no control group for processor time";
}

/** Holds a process, and those that it starts, to so many hundredths of a core; gives what ends that. */
function holdBack(pid: number, percent: number): () => void {
  const folder = join(root, isFirstVersion ? "cpu" : "", `mini-mwan-test-${pid}`);
  const quotaUs = (periodUs * percent) / 100;
  mkdirSync(folder);
  if (isFirstVersion) {
    writeFileSync(join(folder, "cpu.cfs_period_us"), String(periodUs));
    writeFileSync(join(folder, "cpu.cfs_quota_us"), String(quotaUs));
  } else {
    writeFileSync(join(folder, "cpu.max"), `${quotaUs} ${periodUs}`);
  }
  writeFileSync(join(folder, "cgroup.procs"), String(pid));
  return () => {
    // The system's own group takes them back, so that the folder is empty.
    const home = join(root, isFirstVersion ? "cpu" : "", "cgroup.procs");
    for (const member of readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n")) {
      if (member !== "") writeFileSync(home, member);
    }
    rmdirSync(folder);
  };
}

export { groupObstacle, holdBack };

/** The service's init script in OpenWrt's shell: what it asks of procd, and what it leaves behind. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeReal } from "./describe-real.ts";

const script = fileURLToPath(
  new URL("../../openwrt-package/mini-mwan/files/etc/init.d/mini-mwan", import.meta.url)
);

/** A /run and a /usr/sbin of its own, and rc.common's functions as what they are called with. */
const setting = `
  mount -t tmpfs none /run && mount -t tmpfs none /usr/sbin && echo mode=failover > /run/mini-mwan.status || exit 9
  [ "$COMMAND" = none ] ||
    { printf '#!/bin/sh\\necho "table $*"; exit %s\\n' "$COMMAND" > /usr/sbin/mini-mwan &&
      chmod 755 /usr/sbin/mini-mwan; }
  mini_mwand() { printf '#!/bin/sh\necho "daemon $*"\n' > /usr/sbin/mini-mwand; chmod 755 /usr/sbin/mini-mwand; }
  mini_mwand
  config_load() { :; }
  config_get_bool() { eval "$1=$ENABLED"; }
  service_running() { [ "$RUNNING" = 1 ]; }
  for name in open_instance set_param close_instance add_reload_trigger add_raw_trigger send_signal; do
    eval "procd_$name() { echo $name \\"\\$@\\"; }"
  done
  . "$0"
  "$1"; echo "code $?"; cd /run; ls mini-mwan.* 2>/dev/null`;

interface Circumstances {
  /** What the configuration says of the service. */
  enabled?: boolean;
  running?: boolean;
  /** Exit code of the command mini-mwan; null when it is not there. */
  command?: number | null;
}

function run(name: string, { enabled = true, running = true, command = 0 }: Circumstances = {}) {
  const env = {
    PATH: process.env["PATH"],
    ENABLED: enabled ? "1" : "0",
    RUNNING: running ? "1" : "0",
    COMMAND: String(command ?? "none"),
  };
  const words = ["-m", "busybox", "ash", "-c", setting, script, name];
  const { stdout, stderr } = spawnSync("unshare", words, { encoding: "utf8", env });
  return { lines: stdout.trim().split("\n"), error: stderr };
}

describeReal("the init script", ["busybox", "unshare"], "root", () => {
  test("has procd start the daemon again for ever, and signal it when its file changes", () => {
    expect(run("start_service").lines).toEqual([
      "open_instance",
      "set_param command /usr/sbin/mini-mwand",
      "set_param respawn 3600 5 0",
      "set_param file /etc/config/mini-mwan",
      "set_param reload_signal HUP",
      "set_param stderr 1",
      "close_instance",
      "code 0",
      "mini-mwan.status",
    ]);
  });

  test("starts nothing while the service is off", () => {
    expect(run("start_service", { enabled: false }).lines).toEqual(["code 0", "mini-mwan.status"]);
  });

  test("is run again when the configuration was changed", () => {
    expect(run("service_triggers").lines[0]).toBe("add_reload_trigger mini-mwan");
  });

  test("leaves stopping to a daemon that runs, and clears up after a dead one", () => {
    expect(run("stop_service", { running: true }).lines).not.toContain("daemon clear");
    expect(run("stop_service", { running: false }).lines).toContain("daemon clear");
  });

  test.each([
    [true, 0, "code 0"],
    [true, 1, "code 0"],
    [false, 3, "code 3"],
  ])("prints the table, and tells by its code whether it runs (%s)", (running, command, code) => {
    const { lines } = run("status_service", { running, command });
    expect(lines).toEqual(["table status", code, "mini-mwan.status"]);
  });

  test.each([
    [true, "code 0"],
    [false, "code 3"],
  ])("shows the status file when there is no command to print a table (%s)", (running, code) => {
    const { lines } = run("status_service", { running, command: null });
    expect(lines).toEqual(["mode=failover", code, "mini-mwan.status"]);
  });
});

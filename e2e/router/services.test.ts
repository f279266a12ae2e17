/** The daemon and the rpcd plugin on real programs: what they say, and what bad input does to them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTree } from "./built-tree.ts";
import { createNetwork } from "./network.ts";
import type { Network } from "./network.ts";
import { describeReal } from "./describe-real.ts";
import { createRouter, until } from "./router.ts";
import type { Router } from "./router.ts";

const needed = ["ucode", "ubusd", "ubus", "uci", "rpcd", "ip", "nft", "sysctl"];

const head = `config global 'global'\n\toption enabled '1'\n\toption check_interval '1'\n`;
const good = `${head}\nconfig interface 'fibre'\n\toption name 'wan'\n\toption metric '10'\n`;

let tree: string;
let network: Network;
let router: Router;

interface Answer {
  code: number;
  reply: Record<string, unknown> | null;
}

/** Calls the real ubus; its exit code is the ubus status. */
function call(method: string, args: object = {}): Answer {
  const script = `ubus call mini-mwan "$0" "$1"; echo "exit $?"`;
  const output = router.run("sh", "-c", `${script} 2>/dev/null`, method, JSON.stringify(args));
  const [, json, code] = /^([\s\S]*)exit (\d+)\s*$/.exec(output) ?? [];
  // Newer ones give the status negated, as the shell shows it.
  const status = Number(code) > 128 ? 256 - Number(code) : Number(code);
  return { code: status, reply: json?.trim() ? JSON.parse(json) : null };
}

function newLog(from: number): string {
  return (router.read("log/mini-mwan.log") ?? "").slice(from);
}

describeReal("on real programs", needed, "root", () => {
  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
    writeTree(tree);
    network = createNetwork();
    router = await createRouter(network, tree);
    router.writeConfig(good);
    router.start("rpcd", "rpcd");
    await until(() => router.run("ubus", "list").includes("mini-mwan"), 5000, "rpcd's object");
  });

  afterAll(async () => {
    await router?.remove();
    network?.remove();
    rmSync(tree, { recursive: true, force: true });
  });

  test("before the start, status says that nothing runs", () => {
    const { code, reply } = call("status");
    expect(code).toBe(0);
    expect(reply).toMatchObject({ service: "stopped", uplinks: [], mode: null });
  });

  test("config gives values, origins and no problem for a good file", () => {
    const { code, reply } = call("config");
    expect(code).toBe(0);
    expect(reply).toMatchObject({
      global: { options: { check_interval: { value: 1, origin: "set" } } },
      interfaces: [{ section: "fibre", options: { weight: { value: 1, origin: "default" } } }],
      problems: [],
    });
  });

  test("control refuses what it does not know, with a sentence", () => {
    expect(call("control", { action: "explode" })).toEqual({
      code: 2,
      reply: {
        message:
          "action is 'explode'; it must be one of start, stop, restart, reload, enable, disable",
      },
    });
    expect(call("control", {}).code).toBe(2);
    expect(call("control", { action: 7 }).code).toBe(2);
    expect(call("control", { action: "start", colour: "red" }).code).toBe(2);
  });

  test("control without an init script says what is missing", () => {
    expect(call("control", { action: "start" })).toEqual({
      code: 4,
      reply: { message: "/etc/init.d/mini-mwan is missing" },
    });
  });

  test("with the daemon running, status tells of every uplink", async () => {
    router.start("daemon", join(tree, "usr/sbin/mini-mwand"));
    await until(() => call("status").reply?.service === "running", 5000, "a running service");
    await until(() => JSON.stringify(call("status").reply).includes(`"up"`), 5000, "an uplink up");
    expect(call("status").reply).toMatchObject({
      mode: "failover",
      check_interval: 1,
      message: null,
      uplinks: [{ section: "fibre", interface: "wan", device: "eth1", status: "up", active: true }],
    });
  });

  test.each([
    ["an unknown option", `${good}\toption colour 'red'\n`, "section 'fibre': option 'colour':"],
    [
      "a number out of range",
      good.replace("'10'", "'100000'"),
      "section 'fibre': option 'metric': '100000' is not a whole number from 1 to 9999",
    ],
    [
      "a missing interface",
      `${good}config interface 'x'\n\toption name 'wan9'\n`,
      "x: interface_down: netifd knows no interface 'wan9'",
    ],
    [
      "a name used twice",
      `${good}config interface 'x'\n\toption name 'wan'\n`,
      "section 'x': option 'name': 'wan' is already used by section 'fibre'",
    ],
    [
      "a hostile name",
      `${good}config interface 'x'\n\toption name '$(touch /tmp/x);<img onerror=x>'\n`,
      "section 'x': option 'name':",
    ],
    ["an empty file", "", "there is no section 'global'"],
    [
      "a file cut in the middle",
      good.slice(0, good.lastIndexOf("'")),
      "/etc/config/mini-mwan cannot be read",
    ],
  ])("%s is reported by name, the daemon runs on, the file stays", async (_, text, message) => {
    const from = (router.read("log/mini-mwan.log") ?? "").length;
    router.writeConfig(text);
    router.signal("daemon", "SIGHUP");
    await until(() => newLog(from).includes(message), 3000, `log: ${message}`);
    expect(router.readConfig()).toBe(text);
    expect(call("config").code).toBe(0);
    expect(JSON.stringify(call("config").reply?.problems).length).toBeGreaterThan(
      2 - Number(message.startsWith("x: interface"))
    );
    router.writeConfig(good);
    router.signal("daemon", "SIGHUP");
    await until(() => JSON.stringify(call("status").reply).includes(`"up"`), 5000, "an uplink up");
  });

  test("a broken file leaves the last good configuration in force", async () => {
    router.writeConfig(good.slice(0, good.lastIndexOf("'")));
    router.signal("daemon", "SIGHUP");
    await until(() => router.output().includes("the last good one stays"), 3000, "the message");
    expect(call("status").reply).toMatchObject({
      uplinks: [{ section: "fibre", active: true }],
      warnings: [{ section: null, code: "config_problem" }],
    });
    expect(call("config").reply?.problems).toMatchObject([{ section: null, option: null }]);
    router.writeConfig(good);
  });

  test("a half-written status file is stale, not an error", async () => {
    await router.end("daemon", "SIGKILL");
    router.write("run/mini-mwan.status", "mode=failover\ntimestamp=1795261137\nupl");
    expect(call("status")).toMatchObject({
      code: 0,
      reply: {
        service: "stale",
        message: expect.stringContaining("/var/run/mini-mwan.status is incomplete or damaged;"),
      },
    });
  });
});

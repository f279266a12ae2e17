/** Names that would be commands, markup or far too long, in the configuration and in what netifd says. */
import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { configText, countProcesses, fast, inOwnPids } from "./household.ts";
import type { Household } from "./household.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";

const hostile = [
  "wan;touch /run/hostile",
  "$(touch /run/hostile)",
  "`touch /run/hostile`",
  'wan" ; flush ruleset ; #',
  "../../../run/hostile",
  "<img onerror=alert(1) src=x>",
  "%s%n%d",
  "x".repeat(300),
];

/** A section for each name and option; UCI itself allows only letters, digits and _ in section names. */
function sectionsWith(names: readonly string[]): string {
  return names
    .map((name, i) => {
      const quoted = `"${name.replaceAll(/["\\$`]/g, "\\$&")}"`;
      return `
config interface 'name${i}'
	option name ${quoted}

config interface 'target${i}'
	option name 'wan${100 + i}'
	list ping_target ${quoted}

config interface 'metric${i}'
	option name 'wan${200 + i}'
	option metric ${quoted}
	option ${i % 2 === 0 ? "colour" : "probe_method"} ${quoted}
`;
    })
    .join("");
}

function log(household: Household): string {
  return household.router.read("log/mini-mwan.log") ?? "";
}

/** The other uplinks of these tests never come up. */
async function untilUp(household: Household, section: string): Promise<void> {
  const isUp = new RegExp(`\\[${section}\\][^[]*\nstatus=up`);
  const status = (): string => household.router.read("run/mini-mwan.status") ?? "";
  await until(() => isUp.test(status()), 15000, `${section} up beside hostile ones`);
}

/** What must not have happened, whatever the names were. */
function expectUnharmed(household: Household, tablesBefore: string): void {
  expect(household.router.read("run/hostile")).toBeNull();
  expect(readdirSync(process.cwd())).not.toContain("hostile");
  const tables = household.network.run("router", "nft", "list", "tables");
  expect(tables.split("\n")).toEqual(expect.arrayContaining(tablesBefore.trim().split("\n")));
  expect(household.router.read("run/mini-mwan.status")).toMatch(/\[fibre\][\s\S]*status=up/);
}

onRealKernel("each", (build) => {
  test("hostile values in the configuration are refused by name and do nothing", async (context) => {
    const household = await build(context, fast);
    const tablesBefore = household.network.run("router", "nft", "list", "tables");
    const text = configText(fast) + sectionsWith(hostile);
    household.router.writeConfig(text);
    const outer = household.startDaemon(inOwnPids);
    await untilUp(household, "lte");
    await pause(500);
    const before = countProcesses(outer);
    await pause(2500);
    // The one that asked before is one, and nobody else started any.
    expect(countProcesses(outer) - before).toBe(1);
    for (const i of hostile.keys()) {
      expect(log(household)).toContain(`section 'name${i}': option 'name':`);
      expect(log(household)).toContain(`section 'target${i}': option 'ping_target':`);
      expect(log(household)).toContain(`section 'metric${i}': option 'metric':`);
    }
    expectUnharmed(household, tablesBefore);
    expect(household.router.readConfig()).toBe(text);
  });

  test("hostile interfaces and devices of netifd do nothing", async (context) => {
    const household = await build(context, fast);
    const tablesBefore = household.network.run("router", "nft", "list", "tables");
    // The kernel takes any name of at most 15 bytes without a blank or a slash.
    const device = 'a";flush#$(id)';
    household.network.run(
      "router",
      "ip",
      "link",
      "add",
      device,
      "type",
      "veth",
      "peer",
      "name",
      "far"
    );
    household.network.run("router", "ip", "link", "set", device, "up");
    household.network.run("router", "ip", "addr", "add", "192.168.77.2/24", "dev", device);
    const entries = [...hostile, "evil"].map((name) => ({
      interface: name,
      up: true,
      l3_device: device,
      proto: "static",
      device,
      "ipv4-address": [{ address: "192.168.77.2", mask: 24 }],
      route: [{ target: "0.0.0.0", mask: 0, nexthop: "192.168.77.1", source: "0.0.0.0/0" }],
    }));
    household.router.addInterfaces(entries);
    household.router.writeConfig(
      `${configText(fast)}config interface 'evil'\n\toption name 'evil'\n\toption metric '5'\n`
    );
    household.startDaemon();
    await untilUp(household, "fibre");
    await pause(1000);
    const traffic = await household.startTraffic();
    await until(() => traffic.isCarriedBy("203.0.113.2"), 3000, "traffic through fibre");
    expectUnharmed(household, tablesBefore);
  });
});

/** What is in the way is told: in `status`, and once in the log when it comes and when it has gone. */
import { beforeEach, describe, expect, test } from "vitest";
import { PluginCaller } from "../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../simulator/scenarios/two-wans-dual-stack.ts";

const configPath = "/etc/config/mini-mwan";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 })).startService();
});

function configure(change: (text: string) => string): void {
  const { files } = plugin.router.world;
  files.write(configPath, change(files.read(configPath)));
  plugin.router.procd.control("reload");
  plugin.after(20);
}

const codes = () => plugin.ask("status").warnings.map(({ code }) => code);

/** Lines of the log that contain the words. */
function logged(words: string): string[] {
  const text = plugin.router.world.files.read("/var/log/mini-mwan.log");
  return text.split("\n").filter((line) => line.includes(words));
}

describe("a configuration with problems", () => {
  const words = "the configuration has a problem";

  test("is said with their number until it is mended", () => {
    expect(plugin.ask("status").warnings).toEqual([]);
    configure((text) => text.replace("option metric '10'", "option metric 'ten'"));
    expect(plugin.ask("status").warnings).toEqual([
      {
        section: null,
        code: "config_problem",
        message: expect.stringContaining(`${words}: see 'mini-mwan check-config'`),
      },
    ]);
    expect(logged(words)).toEqual([expect.stringContaining(" warning the configuration has")]);
    configure((text) => text.replace("'ten'", "'10'"));
    expect(codes()).toEqual([]);
    expect(logged(words)).toHaveLength(2);
    expect(logged("no longer:")).toEqual([expect.stringContaining(" notice no longer: the conf")]);
  });
});

describe("a line in no firewall zone", () => {
  const firewall = `
config zone
	option name 'lan'
	list network 'lan'

config zone
	option name 'wan'
	option masq '1'
	list network 'wan'
	list network 'wan6'

config forwarding
	option src 'lan'
	option dest 'wan'
`;
  const told = {
    section: "lte",
    code: "no_zone",
    message: expect.stringContaining("add 'wwan' to zone 'wan'"),
  };

  const lay = (text: string): void => {
    plugin.router.world.files.write("/etc/config/firewall", text);
    plugin.after(60);
  };

  test("is named before anything fails, by everybody who can be asked, until it is in one", () => {
    lay(firewall);
    expect(plugin.ask("status").warnings).toEqual([told]);
    expect(plugin.ask("config").warnings).toEqual([told]);
    const sections = [{ ".type": "interface", ".name": "lte", name: "wwan" }];
    expect(plugin.ask("validate", { sections })).toMatchObject({ warnings: [told] });
    lay(firewall.replace("'wan6'", "'wwan'"));
    expect(plugin.ask("status").warnings).toEqual([]);
    expect(plugin.ask("config").warnings).toEqual([]);
  });

  test("is named by explain once it is in use, and by those found on the router", () => {
    lay(firewall);
    const reason = () => plugin.ask("explain", { dst: "203.0.113.80" }).reason;
    expect(reason()).not.toContain("firewall");
    plugin.ask("use", { section: "lte", action: "force" });
    expect(reason()).toContain("But lte is in no firewall zone");
    const obstacles = plugin
      .ask("interfaces")
      .interfaces.flatMap((one) => (one.obstacle === null ? [] : one.interface));
    expect(obstacles).toEqual(["wwan"]);
  });
});

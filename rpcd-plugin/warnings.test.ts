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

import { beforeEach, expect, test } from "vitest";
import { PluginCaller } from "../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../simulator/scenarios/two-wans-dual-stack.ts";

/** Methods whose code the package mini-mwan-cli brings. */
let plugin: PluginCaller;

const folder = "/usr/share/mini-mwan";
const args = { explain: { dst: "1.1.1.1" }, diagnostics: {} };
const methods = ["explain", "diagnostics"] as const;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 })).startService();
});

test.each(methods)("without the package %s names it, and all else answers", (method) => {
  const { code } = plugin.router.world;
  const path = `${folder}/rpcd-plugin/${method}.uc`;
  const bundle = code.get(path) as object;
  expect(code.delete(path)).toBe(true);
  const message = `${method} needs the package mini-mwan-cli; install it`;
  expect(plugin.call(method, args[method])).toEqual({ status: 8, data: { message } });
  // No argument is wrong while nobody can tell.
  expect(plugin.call(method).status).toBe(8);
  expect(plugin.ask("what_if", { down: ["fibre"] }).down).toEqual(["fibre"]);
  expect(plugin.ask("status").service).toBe("running");
  code.set(path, bundle);
  expect(plugin.call(method, args[method]).status).toBe(0);
});

test("where the running service cannot load what answers explain, it is said what to do", () => {
  expect(plugin.router.world.code.delete(`${folder}/daemon/explain.uc`)).toBe(true);
  const message =
    "the running service cannot load what answers this; restart it with: " +
    "/etc/init.d/mini-mwan restart; if that does not help, install mini-mwan and mini-mwan-cli again";
  expect(plugin.call("explain", args.explain)).toEqual({ status: 8, data: { message } });
  expect(plugin.ask("status").service).toBe("running");
});

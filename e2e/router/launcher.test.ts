/** /usr/sbin/mini-mwand: the daemon as byte code that the router makes, and from its source after a fault. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";

const code = "run/mini-mwand.code";

/** The interpreter's arguments: the byte code, or the program's source. */
function startedFrom(pid: number | undefined): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[1] ?? "";
}

onRealKernel("each", (build) => {
  test("runs byte code without keeping it; after its death the source; then byte code again", async (context) => {
    const household = await build(context, {});
    const { router } = household;
    const first = household.startDaemon();
    await household.settle();
    expect(startedFrom(first.pid)).toBe("/var/run/mini-mwand.code");
    expect(router.read(code)).toBe("");

    await router.end("daemon", "SIGKILL");
    const second = household.startDaemon();
    await until(() => router.output().split("starts").length > 2, 5000, "another start");
    await household.settle();
    expect(startedFrom(second.pid)).toMatch(/-L/);
    expect(router.read("run/mini-mwand.uc")).toBeNull();
    await router.end("daemon");
    expect(router.read(code)).toBeNull();

    const third = household.startDaemon();
    await household.settle();
    expect(startedFrom(third.pid)).toBe("/var/run/mini-mwand.code");
    await router.end("daemon", "SIGKILL");
    household.clear();
    expect(router.read(code)).toBeNull();
  });

  test("waits for its predecessor to end, however long that takes, and then has all that is its own", async (context) => {
    const household = await build(context, {});
    const { router, network } = household;
    const first = household.startDaemon();
    await household.settle();
    first.kill("SIGSTOP");
    first.kill("SIGTERM");
    household.startDaemon();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(router.output().split("starts")).toHaveLength(2);
    first.kill("SIGCONT");
    await until(() => router.output().split("starts").length > 2, 3000, "the successor's start");
    await household.settle();
    expect(router.run("ubus", "list")).toContain("mini-mwan.daemon");
    const tables = () => network.run("router", "nft", "list", "tables");
    await until(() => tables().includes("inet mini_mwan"), 3000, "its table");
  });

  test("byte code of another ucode, or none at all, does not keep it from starting", async (context) => {
    const household = await build(context, {});
    const { router } = household;
    router.write(code, "no byte code");
    const daemon = household.startDaemon();
    await household.settle();
    expect(startedFrom(daemon.pid)).toMatch(/-L/);
    const asked = router.run("ubus", "call", "mini-mwan.daemon", "what_if", '{"down":["fibre"]}');
    expect(JSON.parse(asked)).toMatchObject({ ipv4: { section: "lte" } });
  });
});

/** The plugin on every ucode there is, whether or not an rpcd is made with it; the daemon on the same. */
import * as fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { methods, objectName } from "../../shared/contract.ts";
import type { MethodName } from "../../shared/contract.ts";
import { replySchemas } from "../../shared/schema/replies.ts";
import { argsFor } from "../../simulator/rpc/random-args.ts";
import { buildTree } from "./household.ts";
import { until } from "./router.ts";
import { callOnShell } from "./rpc-client.ts";
import { onRealKernel } from "./suite.ts";

/** Publishes what rpcd would. */
const standIn = `
import { object } from "./rpcd-plugin.uc";
import { connect } from "ubus";
import { init, run } from "uloop";
init();
let bus = connect(null, 5);
let published = [];
for (let name in object)
  push(published, bus.publish(name, object[name]));
run();
`;

const names = Object.keys(methods) as MethodName[];

/** Arguments that are all right, where a method needs some. */
const args: { [method in MethodName]?: object } = {
  status: { since: 0 },
  validate: { sections: [{ ".type": "interface", ".name": "a", name: "wan", metric: "0" }] },
  explain: { dst: "192.0.2.80", src: "10.0.0.2", proto: "udp", dport: 53 },
  what_if: { down: ["fibre"] },
  use: { section: "lte", action: "drain", for: 600 },
};

onRealKernel("each", (build, ucode) => {
  test("every method answers, good calls and bad ones, and nobody ends", async (context) => {
    const household = await build(context, { global: { check_interval: 1 } });
    const { router } = household;
    const { tree, remove } = buildTree();
    context.onTestFinished(remove);
    const program = join(tree, "usr/share/mini-mwan/stand-in.uc");
    writeFileSync(program, standIn);
    router.start("plugin", ucode, program);
    await until(() => router.run("ubus", "list").includes(`${objectName}\n`), 5000, "the object");
    const stopped = callOnShell(router, "status");
    expect(stopped.reply).toMatchObject({ service: "stopped" });
    household.startDaemon();
    await household.settle();
    for (const name of names.filter((method) => method !== "control")) {
      const { status, reply } = callOnShell(router, name, args[name]);
      expect([name, status]).toEqual([name, 0]);
      expect(replySchemas[name].parse(reply)).toEqual(reply);
    }
    for (const name of names)
      for (const given of fc.sample(argsFor(name), 15)) {
        const { status, reply } = callOnShell(router, name, given);
        if (status === 0) expect(replySchemas[name].parse(reply)).toEqual(reply);
        else if (reply !== null)
          expect(reply).toEqual({ message: expect.stringMatching(/^[ -~]{9,}$/) });
        else expect(status).toBe(2);
      }
    expect(router.output()).not.toMatch(/(plugin|daemon): ended/);
    expect(callOnShell(router, "status").reply).toMatchObject({ service: "running" });
  });
});

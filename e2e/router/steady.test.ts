/** While nothing is wrong, and while the choice moves to and fro, nothing is lost on a real kernel. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { watchChoices } from "./choices.ts";
import type { ChoiceWatch } from "./choices.ts";
import { fast } from "./household.ts";
import type { Household } from "./household.ts";
import { startProgram } from "./hosts.ts";
import { providers, server } from "./network.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";

const fibre = providers[0] as (typeof providers)[number];

interface Sending {
  sent: number;
  refused: { [error: string]: number };
}

/** A thousand datagrams a second from this host until told to end; then, what became of them. */
function startSender(household: Household, host: string, address: string) {
  const lines: string[] = [];
  const program = startProgram(household.network, host, "sender.mjs", [address], (line) =>
    lines.push(line)
  );
  return {
    isSending: () => lines.length > 0,
    finish: async (): Promise<Sending> => {
      // What is printed last ends without a line break.
      let rest = "";
      program.child.stdout.on("data", (data: Buffer) => (rest += data.toString()));
      await program.finish();
      return JSON.parse(rest) as Sending;
    },
  };
}

/** Orders of a person, one uplink and then the other, as fast as the daemon follows. */
const orders = `
  for i in $(seq "$1"); do
    for section in lte fibre; do
      ubus call mini-mwan.daemon use "{\\"section\\":\\"$section\\",\\"action\\":\\"force\\"}"
      sleep 0.03
    done
  done`;

async function orderSwitches(household: Household, watch: ChoiceWatch, count: number) {
  const ordering = household.router.start("orders", "sh", "-c", orders, "sh", String(count / 2));
  await new Promise((resolve) => ordering.once("exit", resolve));
  await pause(200);
  expect(watch.choices.filter(({ family }) => family === "ipv4").length).toBeGreaterThanOrEqual(
    count
  );
}

onRealKernel("oldest", (build) => {
  test("20 s of use: nothing is lost, nothing goes the wrong way", async (context) => {
    const household = await build(context, fast);
    household.startDaemon();
    await household.settle();
    const traffic = await household.startTraffic({ families: ["ipv4", "ipv6"] });
    await until(() => traffic.latest("ipv6") !== null, 3000, "traffic");
    await pause(20000);
    const expected = { ipv4: fibre.routerAddress, ipv6: fibre.routerAddress6 };
    expect(traffic.datagrams.length).toBeGreaterThan(3000);
    expect(traffic.datagrams.filter(({ family, via }) => via !== expected[family])).toEqual([]);
  });
});

onRealKernel("each", (build) => {
  test("100 switches refuse none of a thousand datagrams a second", async (context) => {
    const household = await build(context, fast);
    household.startDaemon();
    await household.settle();
    const senders = ["router", "client"].flatMap((host) =>
      Object.values(server).map((address) => startSender(household, host, address))
    );
    await until(() => senders.every((sender) => sender.isSending()), 5000, "senders");
    const watch = await watchChoices(household.network);
    await orderSwitches(household, watch, 100);
    watch.stop();
    const sendings = await Promise.all(senders.map((sender) => sender.finish()));
    for (const { sent, refused } of sendings) {
      expect(sent).toBeGreaterThan(3000);
      expect(refused).toEqual({});
    }
  });
});

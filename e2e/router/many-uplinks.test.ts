/** As many uplinks as there can be, asked every second: none of them is called down while all are well. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { ipBatch } from "./provider.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";

const lines = Array.from({ length: 60 }, (_, at) => ({
  name: `line${at + 1}`,
  device: `up${at + 1}`,
  address: `10.99.${at + 1}.2`,
  gateway: `10.99.${at + 1}.1`,
}));

/** As netifd gives it in its dump. */
function netifdEntry({ name, device, address, gateway }: (typeof lines)[number]): object {
  const route = { target: "0.0.0.0", mask: 0, nexthop: gateway, source: "0.0.0.0/0" };
  return {
    ...{ interface: name, up: true, proto: "static", device, l3_device: device },
    "ipv4-address": [{ address, mask: 24 }],
    route: [route],
  };
}

onRealKernel("oldest", (build) => {
  test("sixty uplinks with a round a second stay up", async (context) => {
    const { network, router, startDaemon } = await build(context, {}, { ipv4Only: true });
    const provider = network.namespace("isp1");
    ipBatch(
      network.namespace("router"),
      lines.flatMap(({ device, address, gateway }, at) => [
        `link add ${device} type veth peer name down${at + 1} netns ${provider}`,
        `addr add ${address}/24 dev ${device}`,
        `link set ${device} up`,
        `route add default via ${gateway} dev ${device} metric ${at + 100}`,
      ])
    );
    ipBatch(
      provider,
      lines.flatMap(({ gateway }, at) => [
        `addr add ${gateway}/24 dev down${at + 1}`,
        `link set down${at + 1} up`,
      ])
    );
    ipBatch(network.namespace("internet"), ["route add 10.99.0.0/16 via 192.0.2.4"]);
    router.addInterfaces(lines.map(netifdEntry));
    const sections = lines.map(
      ({ name }, at) =>
        `config interface '${name}'\n\toption name '${name}'\n\toption metric '${at + 1}'\n\toption ping_timeout '1'\n`
    );
    router.writeConfig(
      `config global 'global'\n\toption enabled '1'\n\toption check_interval '1'\n\n${sections.join("\n")}`
    );
    startDaemon();
    const upCount = () =>
      (router.read("run/mini-mwan.status") ?? "").match(/^status=up$/gm)?.length ?? 0;
    await until(() => upCount() === lines.length, 30_000, "sixty uplinks up");
    await pause(15_000);
    expect(upCount()).toBe(lines.length);
    const log = router.read("log/mini-mwan.log") ?? "";
    expect(log.split("\n").filter((line) => /: (down|degraded)\b|is down/.test(line))).toEqual([]);
  });
});

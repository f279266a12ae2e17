/** Why the init script needs no trigger for interfaces: the kernel's news do when netifd's do not arrive. */
import { beforeEach, expect, test } from "vitest";
import type { Router } from "./router.ts";
import { createTwoWans } from "./scenarios/two-wans.ts";

let router: Router;

beforeEach(() => {
  router = createTwoWans({ seed: 7 });
  const { bus } = router.world;
  const send = bus.send.bind(bus);
  bus.send = (type, data) => {
    if (type !== "network.interface") send(type, data);
  };
  router.procd.start();
  router.world.clock.advance(20_000);
});

/** The status word of an uplink in the status file. */
function statusOf(uplink: string): string | undefined {
  const sections = router.world.files.read("/var/run/mini-mwan.status").split(/\n(?=\[)/);
  const own = sections.find((text) => text.startsWith(`[${uplink}]`));
  return /^status=(.*)$/m.exec(own ?? "")?.[1];
}

test("ifdown is noticed at once, and ifup within two seconds", () => {
  expect(statusOf("fibre")).toBe("up");
  router.world.netifd.ifdown("wan");
  router.world.clock.advance(100);
  expect(statusOf("fibre")).toBe("interface_down");
  router.world.clock.advance(20_000);
  router.world.netifd.ifup("wan");
  router.world.clock.advance(2000);
  expect(statusOf("fibre")).toBe("down");
  router.world.clock.advance(30_000);
  expect(statusOf("fibre")).toBe("up");
});

import { describe, expect, test } from "vitest";
import { parseDeviceAddress } from "../world/devices.ts";
import { World } from "../world/world.ts";
import { setWorld } from "./current.ts";
import { caseAddresses, rtnlCases } from "./rtnl.cases.ts";
import { error, listener, request, const as C } from "./rtnl.ts";

function createWorld(): World {
  const world = new World();
  for (const [name, [ipv4, ipv6]] of Object.entries(caseAddresses)) {
    world.kernel.addDevice(name);
    world.kernel.addAddress(name, parseDeviceAddress(ipv4));
    world.kernel.enableIpv6(name);
    world.kernel.addAddress(name, parseDeviceAddress(ipv6));
  }
  setWorld(world);
  return world;
}

describe("a netlink request", () => {
  createWorld();
  test.each(rtnlCases)("$name", ({ command, flags, message, gives, error: expected }) => {
    const bits = flags.reduce((sum, flag) => sum | C[flag], 0);
    expect(request(C[command], bits, message)).toEqual(gives);
    expect(error()).toBe(expected ?? null);
  });

  test("with an attribute that the simulator does not know is a loud error", () => {
    expect(() => request(C.RTM_NEWRULE, 0, { family: 2, uid_range: 5 })).toThrow("uid_range");
  });
});

describe("a listener", () => {
  const rule = { family: 2, table: 7700, priority: 4490, action: 1, protocol: 77 };

  test("hears of its groups and commands, after the request has returned", () => {
    const world = createWorld();
    const heard: [number, unknown][] = [];
    listener(
      ({ cmd, msg }) => heard.push([cmd, msg["priority"] ?? msg["dev"]]),
      [C.RTM_NEWRULE, C.RTM_DELADDR],
      [C.RTNLGRP_IPV4_RULE, C.RTNLGRP_IPV4_IFADDR]
    );
    request(C.RTM_NEWRULE, C.NLM_F_CREATE, rule);
    request(C.RTM_DELRULE, 0, { family: 2, priority: 4490 });
    world.kernel.removeAddress("eth1", "192.0.2.2");
    world.kernel.setCarrier("eth1", false);
    expect(heard).toEqual([]);
    world.clock.advance(0);
    expect(heard).toEqual([
      [C.RTM_NEWRULE, 4490],
      [C.RTM_DELADDR, "eth1"],
    ]);
  });

  test("hears of nothing once closed", () => {
    const world = createWorld();
    let heard = 0;
    const ears = listener(() => (heard += 1), [C.RTM_NEWRULE], [C.RTNLGRP_IPV4_RULE]);
    request(C.RTM_NEWRULE, C.NLM_F_CREATE, rule);
    ears?.close();
    world.clock.advance(0);
    expect(heard).toBe(0);
  });
});

test("an IPv6 address is told of without what only IPv4 has", () => {
  const world = createWorld();
  const heard: unknown[] = [];
  listener(({ msg }) => heard.push(msg), [C.RTM_NEWADDR], [C.RTNLGRP_IPV6_IFADDR]);
  world.kernel.refreshAddress("eth1", "2001:db8:1::2", true);
  world.clock.advance(0);
  const address = "2001:db8:1::2/64";
  expect(heard).toEqual([{ family: 10, flags: 32, scope: 0, dev: "eth1", address }]);
});

test("a route shows that its device has no carrier", () => {
  const world = createWorld();
  const route = { family: 2, table: 7701, protocol: 77, type: 1, scope: 253, oif: "eth1" };
  request(C.RTM_NEWROUTE, C.NLM_F_CREATE, route);
  world.kernel.setCarrier("eth1", false);
  const dump = request(C.RTM_GETROUTE, C.NLM_F_DUMP | C.NLM_F_STRICT_CHK, {
    family: 2,
    table: 7701,
  });
  expect(dump).toMatchObject([{ oif: "eth1", flags: 16 }]);
});

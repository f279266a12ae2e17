/** What becomes of configurations of the Lua original. */
import { describe, expect, test } from "vitest";
import { sectionsOf, uciSection } from "../../simulator/world/uci/sections.ts";
import { draftFromOriginal, isOriginal } from "./original.ts";

const network = `
config interface 'wan'
	option device 'eth1'
	option proto 'dhcp'

config interface 'wan6'
	option device 'eth1'
	option proto 'dhcpv6'

config interface 'dsl'
	option device 'eth2'
	option proto 'pppoe'

config interface 'wg0'
	option proto 'wireguard'
`;

const settings = `
config settings 'settings'
	option enabled '1'
	option mode 'multiuplink'
	option check_interval '20'
`;

const uplink = (name: string, options: Record<string, string>): string =>
  uciSection("interface", name, options);

function convert(text: string) {
  const draft = draftFromOriginal(sectionsOf(text), sectionsOf(network));
  const [global, ...uplinks] = draft.sections;
  return { global: global?.options, uplinks, account: draft.account };
}

describe("a configuration of the Lua original", () => {
  test("keeps its mode, its interval and whether it is on", () => {
    const { global, account } = convert(settings);
    expect(global).toEqual({ enabled: "1", mode: "multi-uplink", check_interval: "20" });
    expect(account.map(({ option, taken }) => [option, taken])).toEqual([
      ["enabled", true],
      ["mode", true],
      ["check_interval", true],
    ]);
  });

  test.each([
    ["eth1", "wan"],
    ["pppoe-dsl", "dsl"],
    ["wg0", "wg0"],
    ["dsl", "dsl"],
  ])("with device %s means interface %s", (device, name) => {
    const { uplinks } = convert(settings + uplink("wan1", { enabled: "1", device }));
    expect(uplinks).toMatchObject([{ name: "wan1", options: { name, enabled: "1" } }]);
  });

  test("keeps an uplink whose device no interface has, and says what to do", () => {
    const { uplinks, account } = convert(settings + uplink("wan1", { device: "tun7" }));
    expect(uplinks).toMatchObject([{ options: { name: "tun7" } }]);
    expect(account.find(({ option }) => option === "device")?.text).toBe(
      "name 'tun7'; no interface has this device: set name to the one you mean"
    );
  });

  test("does without its unwritten values what it did with them", () => {
    const { global, uplinks } = convert(
      `config settings 'settings'\n${uplink("wan1", { device: "eth1" })}`
    );
    expect(global).toEqual({ enabled: "0", mode: "failover", check_interval: "30" });
    expect(uplinks[0]?.options).toEqual({ enabled: "0", name: "wan", metric: "10", weight: "3" });
  });

  test("keeps the numbers and the target of an uplink", () => {
    const numbers = { metric: "1", weight: "7", ping_count: "2", ping_timeout: "4" };
    const { uplinks } = convert(
      settings +
        uplink("wan1", { enabled: "1", device: "eth1", ping_target: "9.9.9.9", ...numbers })
    );
    expect(uplinks[0]?.options).toEqual({
      ...{ enabled: "1", name: "wan", ping_target: "9.9.9.9" },
      ...numbers,
    });
  });

  test("says what cannot be kept", () => {
    const { uplinks, account } = convert(
      settings +
        uplink("wan1", { device: "eth1", ping_target: "dns.google", colour: "red", weight: "700" })
    );
    expect(uplinks[0]?.options["ping_target"]).toBeUndefined();
    expect(
      account.slice(3).map(({ option, taken, text }) => `${option} ${taken}: ${text}`)
    ).toEqual([
      "device true: name 'wan', the interface on device 'eth1'",
      "ping_target false: it is no IP address; the usual targets are used",
      "colour false: the original does not know it either",
      "weight true: weight '100', the most that there is",
    ]);
  });

  test("in the form of its README is today's and stays as it is", () => {
    const today = `config global 'global'\n\toption enabled '1'\n${uplink("wan1", { name: "wan" })}`;
    expect(isOriginal(sectionsOf(today))).toBe(false);
    expect(isOriginal(sectionsOf(settings))).toBe(true);
    expect(isOriginal(sectionsOf(uplink("wan1", { device: "eth1" })))).toBe(true);
  });

  test("mixed with today's form loses nothing of it", () => {
    const today = uplink("lte", { name: "lte", metered: "1", device: "wwan0" });
    const { global, uplinks } = convert(
      `config global 'global'\n\toption enabled '1'\n\toption hysteresis '30'\n${uplink("wan1", { device: "eth1" })}${today}`
    );
    expect(global).toEqual({ enabled: "1", hysteresis: "30" });
    expect(uplinks).toMatchObject([
      { name: "wan1", options: { name: "wan" } },
      { name: "lte", options: { name: "lte", metered: "1" } },
    ]);
    expect(uplinks[1]?.options["device"]).toBeUndefined();
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { PluginCaller } from "../../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../../simulator/scenarios/two-wans-dual-stack.ts";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 })).startService();
});

function diagnose(): string {
  return plugin.ask("diagnostics").text;
}

const titles = [
  ["versions", "installed", "service", "configuration, without defaults", "interfaces of netifd"],
  ["status file", "routing", "nftables", "last events", "log"],
].flat();

test("every part is there, in order", () => {
  expect([...diagnose().matchAll(/^== (.*) ==$/gm)].map(([, title]) => title)).toEqual(titles);
});

test("it tells what is needed to find a fault", () => {
  const { files } = plugin.router.world;
  files.install(
    "/etc/openwrt_release",
    "DISTRIB_TARGET='ramips/mt76x8'\nDISTRIB_ARCH='mipsel_24kc'\nDISTRIB_DESCRIPTION='OpenWrt 24.10.0'\n"
  );
  const config = files.read("/etc/config/mini-mwan");
  files.install("/etc/config/mini-mwan", `${config}\toption metric '0'\n`);
  const text = diagnose();
  for (const words of [
    "release: OpenWrt 24.10.0 (ramips/mt76x8, mipsel_24kc)",
    "status: running",
    "interface 'lte': name=wwan",
    "metric=100 (replaced)",
    "problem: section 'lte': option 'metric': '0' is not",
    "wan: dhcp up, device eth1",
    "used by 'fibre'",
    "32600: table 7700 (ours)",
    "32766: table 254\n",
    "table 7700: default via",
    "table inet mini_mwan {",
    "notice mini-mwan",
  ])
    expect(text).toContain(words);
});

describe("strangers learn nothing of the household", () => {
  const log = "/var/log/mini-mwan.log";
  const withLine = (line: string): string => {
    const { files } = plugin.router.world;
    files.write(log, `${files.read(log)}${line}\n`);
    return diagnose().trimEnd().split("\n").at(-1)!;
  };

  test.each([
    ["a public address", "at 84.20.7.9.", "at 84.20.x.x(1)."],
    ["one with its port", "to 84.20.7.9:443 by tcp", "to 84.20.x.x(1):443 by tcp"],
    ["one behind a word", "node:84.20.7.9", "node:84.20.x.x(1)"],
    ["a password in prose", "the password hunter2 was taken", "the password ... was taken"],
    ["a key with a hyphen", "api-key: X", "api-key: ..."],
    ["a passphrase", 'psk "correct horse" used', "psk ... used"],
    ["a header", "Authorization: Basic am9l now", "Authorization: Basic ... now"],
    ["a hardware address with hyphens", "A4-5E-60-01-02-03", "xx:xx:xx:xx:xx:xx"],
    ["one with stops", "a45e.6001.0203", "xx:xx:xx:xx:xx:xx"],
    ["a path", "http_url=http://host/s3cret", "http_url=http://host/..."],
    ["a bad address", "option 'http_url': 'host/s3cret' is", "option 'http_url ... is"],
    ["one with its length", "84.20.7.9/24", "84.20.x.x(1)/24"],
    ["a global address", "[2001:db8:9:8:a65e:60ff:fe01:203]:", "[2001:db8:x(1)]:"],
    ["a delegated prefix", "2a02:8109:7::/56", "2a02:8109:x(1)/56"],
    ["an address made of a hardware address", "fe80::a65e:60ff:fe01:203", "fe80::x(1)"],
    ["a hardware address", "from A4:5E:60:01:02:03 it", "from xx:xx:xx:xx:xx:xx it"],
    ["a password", "password: hunter2, next", "password: ..., next"],
    ["a PPPoE account", "username='joe@isp.example' down", "username=... down"],
    ["an account", "option username 'joe@isp.example'", "option username ..."],
    ["a key", "private_key=abcdef= end", "private_key=... end"],
    ["an account in an address", "http://joe:pw@host/x", "http://...@host/..."],
    ["a token in an address", "GET http://host/x?token=abc now", "GET http://host/... now"],
    ["what is no text", "bell\u0007", "bell?"],
  ])("%s is hidden", (_, line, shown) => {
    expect(withLine(line).replace(/\(\d+\)/, "(1)")).toBe(shown);
  });

  test.each([
    ["private addresses", "10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1 169.254.1.1 127.0.0.1"],
    ["targets", "1.1.1.1 answers, 2606:4700:4700::1111 too"],
    ["a router's link-local address", "fe80::1 and ::1 and ::"],
    ["times and versions", "12:03:07 version 1.2.3 kernel 6.6.86 eth0.2 100.0"],
    ["multicast", "224.0.0.1 ff02::1"],
  ])("%s stay", (_, line) => {
    expect(withLine(line)).toBe(line);
  });

  test("the same address has the same number everywhere", () => {
    const text = diagnose();
    expect(text).not.toMatch(/192\.0\.2\.|198\.51\.100\.|2001:db8:[0-9a-f]/);
    const [, number] = /addresses \[192\.0\.x\.x\((\d+)\)/.exec(text)!;
    expect(text).toContain(`from 192.0.x.x(${number})`);
    expect(text).toContain(`address=192.0.x.x(${number})`);
  });
});

test("it stays below 48 KB however much there is to tell, and says what it left out", () => {
  const { files } = plugin.router.world;
  const line = "2026-11-21 12:00:00 notice fibre: up 203.0.113.7 to 203.0.113.8\n";
  files.write("/var/log/mini-mwan.log", line.repeat(1500));
  const sections = Array.from(
    { length: 200 },
    (_, i) =>
      `config interface 's${i}'\n\toption name 'w${i}'\n\toption colour '${"x".repeat(60)}'\n`
  );
  files.install("/etc/config/mini-mwan", `config global 'global'\n${sections.join("")}`);
  files.write("/var/run/mini-mwan.status", files.read("/var/run/mini-mwan.status").repeat(60));
  const text = diagnose();
  expect(text.length).toBeLessThan(49_152);
  expect(text.match(/lines left out\]/g)?.length).toBeGreaterThanOrEqual(3);
  expect(text.trimEnd().endsWith("fibre: up 203.0.x.x(1) to 203.0.x.x(2)")).toBe(false);
  expect([...text.matchAll(/^== (.*) ==$/gm)].map(([, title]) => title)).toEqual(titles);
});

test("what cannot be found out is said in its place", () => {
  plugin.router.world.bus.publishNative("network.interface", {
    dump: () => ({ status: 7, data: null }),
  });
  plugin.router.world.nft.setInstalled(false);
  const text = diagnose();
  expect(text).toContain("== interfaces of netifd ==\nnetifd does not answer");
  expect(text).toContain("nft MISSING");
  expect(text).toContain("nft is not installed");
});

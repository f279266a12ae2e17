/** First configurations and imports on real ucode and libuci, in folders of their own. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UcodeProgram } from "../../scripts/ucode-programs.mjs";
import { writeTree } from "./built-tree.ts";
import { dsaNetwork, luaOriginal, mwan3, shippedFirewall } from "./import-files.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";

/**
 * Gives a command the router's own files, without touching the host's. The C library of routers takes a
 * program's options in front of its file alone; glibc does with POSIXLY_CORRECT.
 */
const enterRouter = `
  mount --bind "$1" /mnt && mount --bind "$2/etc" /etc && mount -t tmpfs none /tmp &&
    mount -t tmpfs none /usr/sbin || exit 9
  printf '#!/bin/sh\\nPOSIXLY_CORRECT=1 exec %s /mnt/usr/sbin/mini-mwan "$@"\\n' "$3" > /usr/sbin/mini-mwan
  chmod 755 /usr/sbin/mini-mwan
  shift 3; exec "$@"`;

let tree: string;
let folder: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  writeTree(tree);
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mini-mwan-import-"));
  mkdirSync(join(folder, "etc/config"), { recursive: true });
  for (const name of ["ld.so.cache", "passwd", "group"])
    if (existsSync(`/etc/${name}`)) copyFileSync(`/etc/${name}`, join(folder, "etc", name));
  const shipped = readFileSync(join(tree, "etc/config/mini-mwan"), "utf8");
  lay({ network: dsaNetwork, firewall: shippedFirewall, "mini-mwan": shipped });
  return () => rmSync(folder, { recursive: true });
});

afterAll(() => rmSync(tree, { recursive: true }));

function lay(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, "etc/config", name), text);
}

function files(): Record<string, string> {
  const names = readdirSync(join(folder, "etc/config"));
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(folder, "etc/config", name), "utf8")])
  );
}

describeReal("boots and imports", ["ucode", "uci", "busybox", "unshare"], "root", () => {
  describe.each(ucodePrograms())("on $name", tests);
});

function tests(program: UcodeProgram): void {
  function run(...command: string[]) {
    const words = ["-m", "sh", "-c", enterRouter, "sh", tree, folder, program.path, ...command];
    const { status, stdout, stderr } = spawnSync("unshare", words, { encoding: "utf8" });
    return { code: status, out: stdout, error: stderr };
  }

  /** As /etc/init.d/boot runs each of them: sourced in a shell of its own. */
  function boot(): number | null {
    return run("busybox", "ash", "-c", "( . /mnt/etc/uci-defaults/80-mini-mwan )").code;
  }

  function uciShow(): string[] {
    return run("uci", "show", "mini-mwan").out.trim().split("\n");
  }

  function expectGood(): void {
    expect(run("/usr/sbin/mini-mwan", "check-config")).toMatchObject({ code: 0, error: "" });
  }

  test("the first boot fills the shipped file, and the second leaves it alone", () => {
    expect(boot()).toBe(0);
    expect(uciShow()).toEqual([
      "mini-mwan.global=global",
      "mini-mwan.global.enabled='0'",
      "mini-mwan.wan=interface",
      "mini-mwan.wan.name='wan'",
      "mini-mwan.wan.metric='10'",
      "mini-mwan.lte=interface",
      "mini-mwan.lte.name='lte'",
      "mini-mwan.lte.metric='20'",
      "mini-mwan.lte.metered='1'",
    ]);
    expectGood();
    const before = files();
    expect(Object.keys(before)).toEqual(["firewall", "mini-mwan", "network"]);
    expect(before).toMatchObject({ network: dsaNetwork, firewall: shippedFirewall });
    expect(boot()).toBe(0);
    expect(files()).toEqual(before);
  });

  test("the first boot with the original's file brings it into today's form, on as it was", () => {
    lay({ "mini-mwan": luaOriginal });
    expect(boot()).toBe(0);
    expect(uciShow()).toEqual([
      "mini-mwan.global=global",
      "mini-mwan.global.enabled='1'",
      "mini-mwan.global.mode='multi-uplink'",
      "mini-mwan.global.check_interval='30'",
      "mini-mwan.wan1=interface",
      "mini-mwan.wan1.enabled='1'",
      "mini-mwan.wan1.name='wan'",
      "mini-mwan.wan1.metric='1'",
      "mini-mwan.wan1.weight='3'",
      "mini-mwan.wan1.ping_target='1.1.1.1'",
      "mini-mwan.uplink_2=interface",
      "mini-mwan.uplink_2.enabled='1'",
      "mini-mwan.uplink_2.name='eth7'",
      "mini-mwan.uplink_2.metric='10'",
      "mini-mwan.uplink_2.weight='3'",
    ]);
    expectGood();
    expect(files()["mini-mwan-original"]).toBe(luaOriginal);
    const before = files();
    expect(boot()).toBe(0);
    expect(files()).toEqual(before);
  });

  test("the first boot leaves alone what somebody has set up, comments included", () => {
    const mine = "# mine\nconfig global 'global'\n\toption enabled '1'\n";
    lay({ "mini-mwan": mine });
    expect(boot()).toBe(0);
    expect(files()["mini-mwan"]).toBe(mine);
  });

  test.each(["network", "firewall", "mini-mwan"])("the first boot survives a broken %s", (name) => {
    lay({ [name]: "config interface 'wan\n" });
    const before = files();
    expect(boot()).toBe(0);
    expect(files()).toEqual(before);
  });

  test("mwan3's configuration is imported, accounted for, and itself left alone", () => {
    lay({ mwan3 });
    const { code, out } = run("/usr/sbin/mini-mwan", "import", "mwan3", "--json");
    expect(code).toBe(0);
    const reply = JSON.parse(out);
    expect(reply).toMatchObject({ written: true, problems: [], copy: null });
    expect(reply.account).toContainEqual({
      ...{ type: "rule", section: "films", option: null, value: null, taken: false },
      text: "ipset cannot be matched, and without it the rule would take more",
    });
    expect(uciShow()).toEqual([
      "mini-mwan.global=global",
      "mini-mwan.global.enabled='0'",
      "mini-mwan.global.mode='failover'",
      "mini-mwan.global.check_interval='20'",
      "mini-mwan.global.mark_mask='0x3f00'",
      "mini-mwan.wan=interface",
      "mini-mwan.wan.name='wan'",
      "mini-mwan.wan.enabled='1'",
      "mini-mwan.wan.ping_target='1.0.0.1' '1.1.1.1' '2606:4700:4700::1001'",
      "mini-mwan.wan.reliability='2'",
      "mini-mwan.wan.metric='1'",
      "mini-mwan.wan.weight='1'",
      "mini-mwan.lte=interface",
      "mini-mwan.lte.name='lte'",
      "mini-mwan.lte.enabled='1'",
      "mini-mwan.lte.family='ipv4'",
      "mini-mwan.lte.metric='2'",
      "mini-mwan.lte.weight='1'",
      "mini-mwan.phone=rule",
      "mini-mwan.phone.proto='udp'",
      "mini-mwan.phone.src_ip='192.168.1.50'",
      "mini-mwan.phone.dest_port='5060'",
      "mini-mwan.phone.use='lte'",
      "mini-mwan.phone.otherwise='nothing'",
      "mini-mwan.phone_2=rule",
      "mini-mwan.phone_2.proto='udp'",
      "mini-mwan.phone_2.src_ip='192.168.1.50'",
      "mini-mwan.phone_2.dest_port='10000-20000'",
      "mini-mwan.phone_2.use='lte'",
      "mini-mwan.phone_2.otherwise='nothing'",
    ]);
    expectGood();
    const before = files();
    expect(before["mwan3"]).toBe(mwan3);
    expect(run("/usr/sbin/mini-mwan", "import", "mwan3").code).toBe(0);
    expect(files()).toEqual(before);
  });

  test("what was staged and not committed is committed with an import, not lost", () => {
    const stage = "uci set mini-mwan.n=note";
    const { code, out } = run(
      "sh",
      "-c",
      `${stage}; mini-mwan import first; uci changes mini-mwan`
    );
    expect(code).toBe(0);
    expect(out).not.toContain("mini-mwan.n");
    expect(uciShow()).toContain("mini-mwan.n=note");
  });
}

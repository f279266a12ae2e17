/** The built prober on real ucode and a real kernel, against servers in another network namespace. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeTree } from "./built-tree.ts";
import { addresses, connect, inside, ip, namespaces, script } from "./probes/wire.ts";
import type { Family } from "./probes/wire.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";

interface Outcome {
  sequence?: number;
  rttUs?: number;
  reason?: string;
  obstacle?: string;
  files?: number;
}

interface Step {
  atMs: number;
  requests?: object[];
  keepOnly?: string[];
  countFiles?: boolean;
}

async function untilReady(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

function request(family: Family, sequence: number, change: object = {}): object {
  const { router, host } = addresses[family];
  return {
    ...{
      section: "fibre",
      family,
      method: "icmp",
      device: "wan",
      address: router,
      targets: [host],
    },
    ...{ port: null, httpHost: null, httpPath: null, sequence, mark: 0x3f00, timeoutMs: 1500 },
    ...change,
  };
}

describeReal("on a real kernel", ["ucode", "ip", "sysctl"], "root", () => {
  const tree = mkdtempSync(join(tmpdir(), "mini-mwan-probes-"));
  const folder = join(tree, "usr/share/mini-mwan");
  const children: ChildProcess[] = [];

  async function serve(...command: string[]): Promise<ChildProcess> {
    const child = spawn("ip", inside("host", ...command), { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    await untilReady(child);
    return child;
  }

  beforeAll(async () => {
    writeTree(tree, ["daemon/probe/prober.ts"]);
    copyFileSync(script("launcher.uc"), join(folder, "launcher.uc"));
    for (const name of ["router", "host"] as const) {
      ip("netns", "add", namespaces[name]);
      ip("-n", namespaces[name], "link", "set", "lo", "up");
      // Else a new device's IPv6 works only after a second or two.
      ip(...inside(name, "sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0"));
    }
    connect();
    for (const { host, other } of Object.values(addresses))
      await serve(process.execPath, script("../traffic/probe-server.mjs"), host, other);
  });

  afterAll(() => {
    children.forEach((child) => child.kill());
    for (const name of Object.values(namespaces)) spawnSync("ip", ["netns", "delete", name]);
    rmSync(tree, { recursive: true });
  });

  describe.each(ucodePrograms())("with $name", ({ path }) => {
    /** Runs the steps to their end while `meanwhile` is called. */
    async function run(steps: Step[], untilMs: number, meanwhile = () => {}): Promise<Outcome[]> {
      const plan = JSON.stringify({ steps, untilMs });
      const command = inside("router", path, join(folder, "launcher.uc"), plan);
      const child = spawn("ip", command, { stdio: ["ignore", "pipe", "inherit"] });
      let text = "";
      child.stdout.on("data", (data: Buffer) => (text += data.toString()));
      const exit = new Promise((resolve) => child.once("exit", resolve));
      meanwhile();
      expect(await exit).toBe(0);
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Outcome);
    }

    describe.each(["ipv4", "ipv6"] as const)("over %s", (family) => {
      const http = (path: string, change: object = {}) => ({
        ...{ method: "http", port: 80, httpHost: "probe.example", httpPath: path },
        ...change,
      });

      test("each method is answered", async () => {
        const requests = [
          request(family, 1),
          request(family, 2, { method: "tcp", port: 25 }),
          request(family, 3, { method: "dns", port: 53 }),
          request(family, 4, http("/status/204")),
          request(family, 5, http("/status/200")),
        ];
        const outcomes = await run([{ atMs: 1, requests }], 500);
        expect(outcomes).toHaveLength(5);
        expect(new Set(outcomes.map(({ sequence }) => sequence))).toEqual(new Set([1, 2, 3, 4, 5]));
        for (const outcome of outcomes) {
          expect(outcome).toMatchObject({ section: "fibre", family, rttUs: expect.any(Number) });
          expect(outcome.rttUs).toBeGreaterThan(0);
          expect(outcome.rttUs).toBeLessThan(400_000);
        }
      });

      test("what fails for certain is told at once, with its reason", async () => {
        const requests = [
          request(family, 1, { method: "tcp", port: 9 }),
          request(family, 2, { method: "dns", port: 9 }),
          request(family, 3, http("/", { port: 9 })),
          request(family, 4, http("/status/302")),
          request(family, 5, http("/status/503")),
          request(family, 6, http("/status/204", { httpHost: null })),
          request(family, 7, http("/status/204", { port: 25 })),
          request(family, 8, http("/status/204", { port: 26 })),
        ];
        const outcomes = await run([{ atMs: 1, requests }], 500);
        const reasons = Object.fromEntries(
          outcomes.map(({ sequence, reason }) => [sequence, reason])
        );
        expect(reasons).toEqual({
          1: "Connection refused",
          2: "Connection refused",
          3: "Connection refused",
          4: "answered 302, perhaps a log-in page",
          5: "answered 503",
          6: "answered 400",
          7: "the answer is not HTTP",
          8: expect.stringMatching(/^(closed without an answer|Connection reset by peer)$/),
        });
      });

      test("replies that are none are ignored until the right one comes", async () => {
        const { host, other } = addresses[family];
        const option =
          family === "ipv4" ? "ipv4.icmp_echo_ignore_all" : "ipv6.icmp.echo_ignore_all";
        const ignore = (value: number) =>
          ip(...inside("host", "sysctl", "-qw", `net.${option}=${value}`));
        ignore(1);
        const number = family === "ipv4" ? "4" : "6";
        const answerer = await serve(path, script("false-pings.uc"), number, host, other);
        const requests = [
          request(family, 1),
          request(family, 2),
          request(family, 3, { method: "dns", port: 5300 }),
        ];
        const outcomes = await run([{ atMs: 1, requests }], 1000);
        answerer.kill();
        ignore(0);
        expect(outcomes).toHaveLength(3);
        expect(new Set(outcomes.map(({ sequence }) => sequence))).toEqual(new Set([1, 2, 3]));
        // The loop's timers are a millisecond early at most.
        for (const { rttUs } of outcomes) expect(rttUs).toBeGreaterThanOrEqual(199_000);
      });

      test("no answer is no outcome, and its socket is closed after the timeout", async () => {
        const silent = { targets: [family === "ipv4" ? "192.0.2.99" : "2001:db8::99"] };
        const many = Array.from({ length: 300 }, (_, i) =>
          request(family, i, { method: "dns", port: 53, ...silent })
        );
        const slow = request(family, 1000, http("/", { port: 27 }));
        const outcomes = await run(
          [
            { atMs: 1, countFiles: true },
            { atMs: 10, requests: [...many, slow], countFiles: true },
            { atMs: 1000, countFiles: true },
            { atMs: 3000, countFiles: true },
          ],
          3100
        );
        const files = outcomes.flatMap((outcome) => outcome.files ?? []);
        const [before, during, later, after] = files as [number, number, number, number];
        expect(outcomes.filter(({ sequence }) => sequence !== undefined)).toEqual([]);
        expect([during - before, later - before, after - before]).toEqual([256, 256, 0]);
      });

      test("an uplink that is gone keeps no sockets", async () => {
        const requests = [
          request(family, 1, { method: "tcp", port: 27, targets: ["192.0.2.99"] }),
          request(family, 2, http("/", { port: 27 })),
        ].slice(family === "ipv4" ? 0 : 1);
        const outcomes = await run(
          [
            { atMs: 1, countFiles: true },
            { atMs: 2, requests: [request(family, 3), ...requests] },
            { atMs: 200, keepOnly: ["other"], countFiles: true },
          ],
          300
        );
        const files = outcomes.flatMap((outcome) => outcome.files ?? []);
        expect(files[1]).toBe(files[0]);
      });

      test("a device made anew under its name is probed again without a loss", async () => {
        const outcomes = await run(
          [
            { atMs: 1, requests: [request(family, 1)] },
            { atMs: 1500, requests: [request(family, 2)] },
          ],
          // Neighbours of a new device may be found a second late.
          4500,
          () => {
            setTimeout(() => {
              ip("-n", namespaces.router, "link", "delete", "wan");
              connect();
            }, 500);
          }
        );
        expect(outcomes).toMatchObject([{ sequence: 1 }, { sequence: 2 }]);
        expect(outcomes.every(({ rttUs }) => rttUs !== undefined)).toBe(true);
      });

      test("what cannot be sent says why", async () => {
        const requests = [
          request(family, 1, { device: "eth9" }),
          request(family, 2, { method: "tcp", port: 80, address: addresses[family].other }),
          request(family, 3, { method: "dns", port: null }),
          request(family, 4, http("/a b")),
          request(family, 5, http("/", { httpHost: "a\r\nX: y" })),
        ];
        const outcomes = await run([{ atMs: 1, requests }], 100);
        // In glibc's or musl's words.
        const notOurs = /: (Cannot assign requested address|Address not available)$/;
        expect(outcomes.map((outcome) => outcome.obstacle)).toEqual([
          `cannot bind to eth9 and ${addresses[family].router}: No such device`,
          expect.stringMatching(notOurs),
          "a probe by dns needs a port",
          "the HTTP address has characters that no request can hold",
          "the HTTP address has characters that no request can hold",
        ]);
      });
    });
  });
});

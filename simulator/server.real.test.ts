import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WorldState } from "./world-state-shape.ts";

const script = fileURLToPath(new URL("../scripts/start.mjs", import.meta.url));
const startTimeoutMs = 60_000;

interface Started {
  child: ChildProcess;
  output: () => string;
}

function run(port: string): Started {
  let output = "";
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: port },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

function exitCodeOf({ child }: Started): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

async function until<T>(find: () => Promise<T | null> | T | null): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await find();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("It did not happen within 30 seconds.");
}

describe("npm start", { timeout: 30_000 }, () => {
  let started: Started;
  let address: string;

  const getWorld = async (): Promise<WorldState> =>
    (await fetch(`${address}/simulator/world`)).json() as Promise<WorldState>;
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${address}${path}`, { method: "POST", body: JSON.stringify(body) });

  beforeAll(async () => {
    started = run("0");
    address = await until(() => /http:\/\/127\.0\.0\.1:\d+/.exec(started.output())?.[0] ?? null);
  }, startTimeoutMs);

  afterAll(() => started.child.kill("SIGKILL"));

  test("says where it is, and a page is there", async () => {
    const page = await fetch(`${address}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toContain("text/html");
  });

  test("answers on /ubus as a router does", async () => {
    const call = { jsonrpc: "2.0", id: 1, method: "call" };
    const login = { username: "root", password: "" };
    const params = ["0".repeat(32), "session", "login", login];
    const answer = (await (await post("/ubus", { ...call, params })).json()) as {
      result: [number, { ubus_rpc_session: string }];
    };
    const session = answer.result[1].ubus_rpc_session;
    const status = await post("/ubus", { ...call, params: [session, "mini-mwan", "status", {}] });
    expect(await status.json()).toMatchObject({ result: [0, { service: "running" }] });
  });

  test("a line can be cut, and the client moves to the other", async () => {
    await until(async () => ((await getWorld()).uplink === "wan" ? true : null));
    await post("/simulator/link", { device: "eth1", carrier: false });
    const uplink = await until(async () => {
      const world = await getWorld();
      return world.uplink === "wwan" ? world.uplink : null;
    });
    expect(uplink).toBe("wwan");
    expect((await getWorld()).log.map(({ text }) => text).join("\n")).toContain("no carrier");
  });

  test("says that nothing is at an address where nothing is", async () => {
    expect((await fetch(`${address}/nothing`)).status).toBe(404);
    const wrong = await post("/simulator/link", { device: "eth9" });
    expect(wrong.status).toBe(400);
  });

  test("ends at once when it is interrupted", async () => {
    const exited = exitCodeOf(started);
    const beganMs = performance.now();
    started.child.kill("SIGINT");
    await exited;
    expect(performance.now() - beganMs).toBeLessThan(1000);
  });
});

describe("npm start gives up with a sentence", { timeout: 30_000 }, () => {
  let taken: Server;

  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        taken = createServer().listen(0, "127.0.0.1", resolve);
      })
  );

  afterAll(() => {
    taken.close();
  });

  test("when its port is taken", async () => {
    const { port } = taken.address() as AddressInfo;
    const started = run(String(port));
    expect(await exitCodeOf(started)).toBe(1);
    expect(started.output()).toContain(`Port ${port} of 127.0.0.1 is taken by another program.`);
  });

  test("when PORT is no port", async () => {
    const started = run("many");
    expect(await exitCodeOf(started)).toBe(1);
    expect(started.output()).toContain('PORT is "many"; it must be a number from 0 to 65535');
  });
});

import * as fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { methods, objectName } from "../shared/contract.ts";
import type { MethodName } from "../shared/contract.ts";
import { replySchemas } from "../shared/schema/replies.ts";
import { PluginCaller } from "../simulator/rpc/plugin-caller.ts";
import { argsFor, number, text } from "../simulator/rpc/random-args.ts";
import { createDualStack } from "../simulator/scenarios/two-wans-dual-stack.ts";
import { object } from "./main.ts";

/** Whatever is sent to the plugin: every answer is typed, and plugin and daemon stay up. */
let plugin: PluginCaller;

const names = Object.keys(methods) as MethodName[];
const runs = 10_000;
const timeoutMs = 300_000;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 })).startService();
});

function expectTyped(name: MethodName, status: number, data: unknown): void {
  if (status === 0) expect(replySchemas[name].parse(data)).toEqual(data);
  else expect((data as { message: string }).message).toMatch(/^\w[ -~]{8,}$/);
}

/** What has a wrong type or an unknown name never reaches the method: then there is no data. */
function callOnBus(name: MethodName, args: object): [status: number, data: unknown] {
  const { status, data } = plugin.call(name, args);
  return [status, data];
}

/** The method itself, without ubus before it: what it must never rely on. */
function callBare(name: MethodName, args: object): [status: number, data: unknown] {
  let refused: [number, unknown] | null = null;
  const request = {
    args: args as { [name: string]: unknown },
    reply: (data: object | null, code = 0) => void (refused = [code, data]),
  };
  const data = object[objectName][name].call(request);
  return refused ?? [0, JSON.parse(JSON.stringify(data))];
}

test.each(names)(
  "%s answers ten thousand random calls",
  (name) => {
    const bareEvery = Object.keys(methods[name].args).length > 0 ? 2 : 40;
    let count = 0;
    let answered = 0;
    fc.assert(
      fc.property(argsFor(name), (args) => {
        count += 1;
        // Others go to the method itself, past the checks of ubus.
        const viaBus = count % bareEvery > 0;
        const [status, data] = viaBus ? callOnBus(name, args) : callBare(name, args);
        if (data !== null) expectTyped(name, status, data);
        else expect([viaBus, status]).toEqual([true, 2]);
        if (status === 0) answered += 1;
        if (count % 100 === 0) plugin.after(1);
      }),
      { numRuns: runs }
    );
    plugin.after(20);
    expect(answered).toBeGreaterThan(runs / 400);
    expect(plugin.router.procd.crashes).toEqual([]);
    expect(plugin.ask("status").service).toBe("running");
  },
  timeoutMs
);

const optionLine = fc
  .tuple(
    fc.constantFrom("option", "list", "opt", ""),
    fc.oneof(
      fc.constantFrom("enabled", "mode", "name", "ping_target", "metric", "mark_mask", "http_url"),
      fc.constantFrom("check_interval", "family", "use", "src_ip", "dest_port", "proto", "weight"),
      text
    ),
    fc.oneof(text, number.map(String), fc.constantFrom("1", "wan", "wwan", "0x3f00", "quality")),
    fc.constantFrom("'", "'", "'", '"', "")
  )
  .map(([kind, name, value, quote]) => `\t${kind} ${name} ${quote}${value}${quote}\n`);
const sectionText = fc
  .tuple(
    fc.constantFrom("config global 'global'", "config interface 'a'", "config interface 'b'"),
    fc.constantFrom("", "\n", "config rule 'r'\n", "config interface\n", "package x\n"),
    fc.array(optionLine, { maxLength: 5 })
  )
  .map(([head, between, lines]) => `${head}\n${lines.join("")}${between}`);
const good = "config global 'global'\n\toption enabled '1'\n";
const fileText = fc.oneof(
  fc.array(sectionText, { maxLength: 4 }).map((parts) => good + parts.join("")),
  fc
    .tuple(fc.array(sectionText, { maxLength: 4 }), fc.nat(200))
    .map(([parts, end]) => parts.join("").slice(0, end)),
  fc.string({ maxLength: 100 })
);

test(
  "ten thousand random configuration files: all are read, and nobody dies of one",
  () => {
    const { router } = plugin;
    const config = router.world.files.read("/etc/config/mini-mwan");
    const reload = (content: string): void => {
      router.world.files.install("/etc/config/mini-mwan", content);
      router.procd.control("reload");
      router.world.clock.advance(50);
    };
    fc.assert(
      fc.property(fileText, (content) => {
        reload(content);
        const [status, data] = callOnBus("config", {});
        expect(status).toBe(0);
        expectTyped("config", status, data);
      }),
      { numRuns: runs }
    );
    reload(config);
    plugin.after(30);
    expect(router.procd.crashes).toEqual([]);
    expect(plugin.ask("status")).toMatchObject({ service: "running", mode: "failover" });
  },
  timeoutMs
);

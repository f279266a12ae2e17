/** Arguments that nobody in his senses would send to the plugin, and some that make sense by chance. */
import * as fc from "fast-check";
import { controlActions, methods } from "../../shared/contract.ts";
import type { MethodName } from "../../shared/contract.ts";

/** `stop` and `disable` would do what they say. */
const harmless = controlActions.filter((action) => action === "reload");

const words = fc.constantFrom(
  ...["fibre", "lte", "dsl", "", "ipv4", "ipv6", "recent", "day", "tcp", "udp", "icmp"],
  ...[
    "force",
    "drain",
    "disable",
    "auto",
    "1.1.1.1",
    "192.168.1.9",
    "8.8.8",
    "::1",
    "fe80::1%eth0",
  ],
  ...["2001:db8:7::100", "global", "interface", "rule", "name", "__proto__", "constructor", "%s%n"],
  ...["../../etc/passwd", "$(reboot)", "a\nb", "\u0000", "'; drop", "\ud83d\udca5", ...harmless]
);
const text = fc.oneof({ weight: 4, arbitrary: words }, fc.string({ maxLength: 60 }));
const number = fc.oneof(
  fc.constantFrom(0, -1, 1, 53, 65_535, 65_536, 2_592_000, 2_592_001, 2 ** 31 - 1, -(2 ** 31)),
  fc.integer()
);
const section = fc.dictionary(
  fc.oneof(fc.constantFrom(".name", ".type", ".index", "name", "metric", "ping_target"), text),
  fc.oneof(text, fc.array(text, { maxLength: 3 }), number, fc.boolean(), fc.constant(null)),
  { maxKeys: 6 }
);
const plausible = fc.record(
  {
    ".name": fc.constantFrom("global", "a", "b", "c", "x y"),
    ".type": fc.constantFrom("global", "interface", "interface", "rule", "x"),
    name: fc.oneof(fc.constantFrom("wan", "wwan"), text),
    metric: fc.oneof(text, number),
    ping_target: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: [".name", ".type"] }
);
const list = fc.oneof(
  fc.array(plausible, { maxLength: 4 }),
  fc.array(fc.constantFrom("fibre", "lte"), { maxLength: 2 }),
  fc.array(fc.oneof(text, number, section), { maxLength: 5 })
);

/** What only a lucky guess would find. */
const lucky: { [arg: string]: fc.Arbitrary<unknown> } = {
  src: fc.constantFrom("192.168.1.9", "2001:db8:7::100"),
  proto: fc.constantFrom("tcp", "udp"),
  sport: fc.constant(1024),
  dport: fc.constantFrom(53, 443),
  dst: fc.constantFrom("1.1.1.1", "2001:db8:ffff::80", "192.168.1.9"),
  section: fc.constantFrom("fibre", "lte"),
  action: fc.constantFrom("reload", "drain", "auto", "disable"),
};

/** A value of the type that ubus lets through. */
function likely(example: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(example)) return list;
  return typeof example === "number" ? number : text;
}

/** Arguments of the right types mostly, now and then anything. */
function argsFor(name: MethodName): fc.Arbitrary<object> {
  const known = Object.entries(methods[name].args).map(([arg, example]) => [
    arg,
    fc.oneof(
      { weight: 9, arbitrary: likely(example) },
      { weight: 9, arbitrary: lucky[arg] ?? likely(example) },
      fc.jsonValue({ maxDepth: 2 })
    ),
  ]);
  const right = fc.record(Object.fromEntries(known), { requiredKeys: [] });
  const any = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), {
    minKeys: 1,
    maxKeys: 3,
  });
  // Without arguments all right calls are the same one.
  const isRight = known.length > 0 ? 18 : 1;
  return fc.oneof({ weight: isRight, arbitrary: right }, { weight: 20 - isRight, arbitrary: any });
}

export { argsFor, number, text };

import { expect, test } from "vitest";
import { netifdInterface } from "../../testing/replies.ts";
import { deriveOffer } from "./derive-offer.ts";
import { describeRule } from "./derive-rule.ts";
import { draftOf } from "./draft.ts";

const english = (text: string): string => text;

function words(options: Record<string, string>): string {
  const { rules, uplinks } = draftOf([
    { name: "lte", type: "interface", options: { name: "wwan", label: "wwan" } },
    { name: "r", type: "rule", options },
  ]);
  return describeRule(english, rules[0]!, uplinks);
}

test("rules read as sentences", () => {
  expect(words({ src_ip: "192.168.1.50", use: "lte" })).toBe(
    "Traffic from 192.168.1.50 uses wwan; if that is down: the connection in use."
  );
  expect(words({ use: "lte", otherwise: "nothing" })).toBe(
    "All traffic uses wwan; if that is down: nothing, it is refused."
  );
  expect(
    words({ src_ip: "10.0.0.0/8", dest_ip: "192.0.2.7", proto: "tcp", dest_port: "25", use: "lte" })
  ).toMatch(/^Traffic from 10\.0\.0\.0\/8 to 192\.0\.2\.7 \(tcp, to port 25\) uses wwan;/);
  expect(words({ dest_ip: "192.0.2.7", family: "ipv4", src_port: "1-9", use: "gone" })).toBe(
    "Traffic to 192.0.2.7 (IPv4, from port 1-9) uses gone; if that is down: the connection in use."
  );
  expect(words({})).toBe("All traffic");
});

test("the offer begins with what works and costs nothing, and leaves out what leads nowhere", () => {
  const found = deriveOffer([
    netifdInterface("lan", { looks_like_wan: false }),
    netifdInterface("dsl", { has_default_route: false }),
    netifdInterface("lte", { proto: "qmi" }),
    netifdInterface("wan"),
  ]);
  expect(found.map((one) => one.interface)).toEqual(["wan", "lte", "dsl"]);
});

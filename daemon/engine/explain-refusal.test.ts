/** A packet with a provider's source that would leave through another provider is told as refused. */
import { expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";
import type { Family } from "../../shared/domain.ts";
import type { ExplainReply } from "../../shared/queries.ts";
import { withRefusal } from "./explain-refusal.ts";
import type { Packet } from "./packet.ts";

const families: Family[] = ["ipv4", "ipv6"];
const prefix = "2001:db8:1:100::/56";

function household(): Story {
  const story = new Story({ fibre: { metric: 10, families }, lte: { metric: 20, families } });
  story.changes("fibre", { sources: ["2001:db8:1::2", prefix] }, "ipv6");
  return story.start().after(20).silences("fibre").after(20);
}

/** What is said of a packet from this address that rules and routes lead through LTE. */
function told(story: Story, source: string): ExplainReply {
  const packet: Packet = {
    ...{ family: "ipv6", source, destination: "2001:db8:ffff::80" },
    ...{ protocol: null, sourcePort: null, destinationPort: null },
  };
  return withRefusal(story.state, packet, {
    ...{ family: "ipv6", section: "lte", interface: "lte", device: "eth2", gateway: null },
    ...{ priority: 32420, table: 7701, policy: null, shares: [], reason: "as it is led" },
  });
}

test("from the prefix of a line that is down it is refused, from elsewhere it is not", () => {
  const story = household();
  expect(story.carrier6).toBe("eth2");
  const refused = told(story, "2001:db8:1:100::2");
  expect(refused).toMatchObject({ section: null, interface: null });
  expect(refused.reason).toContain(`It comes from ${prefix}, which belongs to fibre`);
  expect(told(story, "2001:db8:2:100::2").reason).toBe("as it is led");
});

test("where the firewall translates IPv6, or nothing refuses, it goes", () => {
  const story = household();
  story.dispatch({ kind: "found", nowMs: story.nowMs, warnings: [], translatesIpv6: true });
  expect(told(story, "2001:db8:1:100::2").reason).toBe("as it is led");
  const without = household();
  without.markingFailure = "nft is not installed";
  without.dispatch({ kind: "marked", nowMs: without.nowMs, failure: without.markingFailure });
  expect(told(without, "2001:db8:1:100::2").reason).toBe("as it is led");
});

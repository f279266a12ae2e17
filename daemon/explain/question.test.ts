import { describe, expect, test } from "vitest";
import { objectionToPacket, packetOf } from "./question.ts";

/** A packet of which nothing but its destination is known. */
const packet = {
  family: "ipv4",
  source: null,
  destination: "192.0.2.80",
  protocol: null,
  sourcePort: null,
  destinationPort: null,
};

describe("a packet", () => {
  test.each([
    [{ dst: "192.0.2.80" }, packet],
    [
      { dst: "192.0.2.80", src: "10.0.0.2", proto: "udp", sport: 0, dport: 65535, family: "ipv4" },
      { ...packet, source: "10.0.0.2", protocol: 17, sourcePort: 0, destinationPort: 65535 },
    ],
    [
      { dst: "2001:db8::80", proto: "icmp" },
      { ...packet, family: "ipv6", destination: "2001:db8::80", protocol: 58 },
    ],
  ])("is described by %j", (args, expected) => {
    expect(objectionToPacket(args)).toBeNull();
    expect(packetOf(args)).toEqual(expected);
  });

  const addressWanted = "it must be an IPv4 or IPv6 address";
  test.each([
    [{}, "dst is missing; it must be an IPv4 or IPv6 address"],
    [{ dst: "1.1'" }, "dst is '1.1?'; it must be an IPv4 or IPv6 address"],
    [{ dst: "::1", src: "fe80::1%eth0" }, `src is 'fe80::1%eth0'; ${addressWanted}`],
    [
      { dst: "2001:db8::1", src: "10.0.0.2" },
      "no packet goes from '10.0.0.2' to '2001:db8::1': src and dst are of different families",
    ],
    [{ dst: "2001:db8::1", family: "ipv4" }, "dst is '2001:db8::1', which is no ipv4 address"],
    [{ dst: "1.1.1.1", family: "ipx" }, "family is 'ipx'; it must be one of ipv4, ipv6"],
    [{ dst: "1.1.1.1", proto: "sctp" }, "proto is 'sctp'; it must be one of tcp, udp, icmp"],
    [{ dst: "1.1.1.1", dport: 65536 }, "dport is '65536'; it must be a port, 0 to 65535"],
    [{ dst: "1.1.1.1", sport: -1 }, "sport is '-1'; it must be a port, 0 to 65535"],
    [
      { dst: "1.1.1.1", proto: "icmp", dport: 80 },
      "proto is 'icmp', which has no ports; leave out sport and dport",
    ],
  ])("is not described by %j", (args, message) => {
    expect(objectionToPacket(args)).toEqual({ message, code: 2 });
  });
});

/**
 * Requests about IPv6 routes, one after the other, on a kernel that has only connected ones: eth1 has
 * 2001:db8:1::2/64 and wwan0 2001:db8:2::2/64.
 */
import { create, refusal, replace, strictDump, success } from "./rtnl-case.ts";
import type { RtnlCase } from "./rtnl-case.ts";

const route = { family: 10, table: 7701, protocol: 77, type: 1, scope: 0 };
const viaFirst = { ...route, oif: "eth1", gateway: "fe80::1" };
const viaSecond = { ...route, oif: "wwan0", gateway: "fe80::1" };
const cacheinfo = {
  ...{ clntref: 0, lastuse: 0, expires: 0, error: 0 },
  ...{ used: 0, id: 0, ts: 0, tsage: 0 },
};
const shownRoute = { family: 10, tos: 0, protocol: 77, scope: 0, type: 1, flags: 0 };
const ownRoute = { ...shownRoute, priority: 1024, table: 7701, cacheinfo, pref: 0 };
const mainRoute = { ...ownRoute, protocol: 2, priority: 256, table: 254 };

const ipv6RouteCases: readonly RtnlCase[] = [
  {
    name: "a gateway with a link-local address",
    command: "RTM_NEWROUTE",
    flags: create,
    message: viaFirst,
    ...success,
  },
  {
    name: "the same route again",
    command: "RTM_NEWROUTE",
    flags: create,
    message: viaFirst,
    ...refusal("File exists"),
  },
  {
    name: "the same route again without NLM_F_EXCL",
    command: "RTM_NEWROUTE",
    flags: ["NLM_F_CREATE"],
    message: viaFirst,
    ...refusal("File exists"),
  },
  {
    name: "a replacement on another device",
    command: "RTM_NEWROUTE",
    flags: replace,
    message: viaSecond,
    ...success,
  },
  {
    name: "a replacement leaves one route",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 10, table: 7701 },
    gives: [{ ...ownRoute, oif: "wwan0", gateway: "fe80::1" }],
  },
  {
    name: "a replacement without a gateway, whose scope is forgotten",
    command: "RTM_NEWROUTE",
    flags: replace,
    message: { ...route, scope: 253, oif: "eth1" },
    ...success,
  },
  {
    name: "it takes the place of the one with a gateway, too",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 10, table: 7701 },
    gives: [{ ...ownRoute, oif: "eth1" }],
  },
  {
    name: "a replacement with a gateway again",
    command: "RTM_NEWROUTE",
    flags: replace,
    message: viaSecond,
    ...success,
  },
  {
    name: "replacing a route that is not there, without NLM_F_CREATE",
    command: "RTM_NEWROUTE",
    flags: ["NLM_F_REPLACE"],
    message: { ...viaFirst, table: 7705 },
    ...refusal("No such file or directory"),
  },
  {
    name: "a link-local gateway without a device",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...route, table: 7703, gateway: "fe80::1" },
    ...refusal("Invalid argument"),
  },
  {
    name: "a gateway that is the router itself",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7703, gateway: "2001:db8:1::2" },
    ...refusal("Invalid argument"),
  },
  {
    name: "a gateway that no network reaches",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7703, gateway: "2001:db8:9::1" },
    ...refusal("No route to host"),
  },
  {
    name: "a gateway that another device's network reaches",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7703, gateway: "2001:db8:2::1" },
    ...refusal("No route to host"),
  },
  {
    name: "a gateway that no network reaches, with RTNH_F_ONLINK",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7703, gateway: "2001:db8:9::1", flags: 4 },
    ...success,
  },
  {
    name: "a link-local gateway with RTNH_F_ONLINK",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7704, flags: 4 },
    ...success,
  },
  {
    name: "a gateway on the device's own network",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7705, gateway: "2001:DB8:1:0::1" },
    ...success,
  },
  {
    name: "a source address that is not ours",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7706, prefsrc: "2001:db8:1::9" },
    ...refusal("Invalid argument"),
  },
  {
    name: "a default route for one prefix's packets only",
    command: "RTM_NEWROUTE",
    flags: replace,
    message: { ...viaFirst, table: 254, priority: 512, src: "2001:db8:7::/56" },
    ...success,
  },
  {
    name: "our protocol's routes",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 10, protocol: 77 },
    gives: [
      { ...ownRoute, oif: "wwan0", gateway: "fe80::1" },
      { ...ownRoute, table: 7703, oif: "eth1", gateway: "2001:db8:9::1", flags: 4 },
      { ...ownRoute, table: 7704, oif: "eth1", gateway: "fe80::1", flags: 4 },
      { ...ownRoute, table: 7705, oif: "eth1", gateway: "2001:db8:1::1" },
      {
        ...{ ...ownRoute, table: 254, oif: "eth1", gateway: "fe80::1" },
        ...{ priority: 512, src: "2001:db8:7::/56" },
      },
    ],
  },
  {
    name: "main has the connected networks, without preferred sources",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 10, table: 254, oif: "wwan0" },
    gives: [
      { ...mainRoute, oif: "wwan0", dst: "2001:db8:2::/64" },
      { ...mainRoute, oif: "wwan0", dst: "fe80::/64" },
    ],
  },
  {
    name: "deleting by another gateway",
    command: "RTM_DELROUTE",
    flags: [],
    message: { ...viaSecond, gateway: "fe80::2" },
    ...refusal("No such process"),
  },
  {
    name: "deleting by another sender",
    command: "RTM_DELROUTE",
    flags: [],
    message: { family: 10, table: 254, priority: 512, src: "2001:db8:8::/56" },
    ...refusal("No such process"),
  },
  {
    name: "deleting by the sender",
    command: "RTM_DELROUTE",
    flags: [],
    message: { family: 10, table: 254, priority: 512, src: "2001:db8:7::/56" },
    ...success,
  },
  {
    name: "deleting by table, with a scope that it does not have",
    command: "RTM_DELROUTE",
    flags: [],
    message: { family: 10, table: 7701, scope: 253 },
    ...success,
  },
  {
    name: "deleting again",
    command: "RTM_DELROUTE",
    flags: [],
    message: viaSecond,
    ...refusal("No such process"),
  },
  {
    name: "IPv4 has seen none of this",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 2, table: 7703, oif: "wwan0" },
    gives: null,
  },
];

export { ipv6RouteCases };

/** Requests about routes, one after the other, on a kernel that has only connected ones. */
import { complaint, create, refusal, replace, strictDump, success } from "./rtnl-case.ts";
import type { RtnlCase } from "./rtnl-case.ts";

const route = { family: 2, table: 7701, protocol: 77, type: 1, scope: 0 };
const viaFirst = { ...route, oif: "eth1", gateway: "192.0.2.1" };
const viaSecond = { ...route, oif: "wwan0", gateway: "198.51.100.1" };
const shownRoute = { family: 2, tos: 0, protocol: 77, scope: 0, type: 1, flags: 0 };

const routeCases: readonly RtnlCase[] = [
  { name: "a new route", command: "RTM_NEWROUTE", flags: create, message: viaFirst, ...success },
  {
    name: "the same route again",
    command: "RTM_NEWROUTE",
    flags: create,
    message: viaFirst,
    ...refusal("File exists"),
  },
  {
    name: "a replacement",
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
    name: "a route for every address is a default route",
    command: "RTM_NEWROUTE",
    flags: replace,
    message: { ...viaFirst, table: 7702, dst: "0.0.0.0/0", priority: 7 },
    ...success,
  },
  {
    name: "a destination that is a word",
    command: "RTM_NEWROUTE",
    flags: replace,
    message: { ...viaFirst, table: 7702, dst: "default" },
    ...complaint("dst", "default", "invalid IP address"),
  },
  {
    name: "a destination with bits beyond its length",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, dst: "203.0.113.4/24" },
    ...refusal("Invalid argument"),
  },
  {
    name: "a gateway that no network reaches",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7703, gateway: "203.0.113.1" },
    ...refusal("Network is unreachable"),
  },
  {
    name: "the same with RTNH_F_ONLINK",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7703, gateway: "203.0.113.1", flags: 4 },
    ...success,
  },
  {
    name: "a device that does not exist",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7703, oif: "eth9" },
    ...complaint("oif", "eth9", "interface not found"),
  },
  {
    name: "a route without a gateway",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...route, table: 7704, scope: 253, oif: "eth1" },
    ...success,
  },
  {
    name: "a source address that is not ours",
    command: "RTM_NEWROUTE",
    flags: create,
    message: { ...viaFirst, table: 7706, prefsrc: "203.0.113.9" },
    ...refusal("Invalid argument"),
  },
  {
    name: "one table's routes",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 2, table: 7701 },
    gives: [{ ...shownRoute, oif: "wwan0", gateway: "198.51.100.1", table: 7701 }],
  },
  {
    name: "our protocol's routes",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 2, protocol: 77 },
    gives: [
      { ...shownRoute, oif: "wwan0", gateway: "198.51.100.1", table: 7701 },
      { ...shownRoute, oif: "eth1", gateway: "192.0.2.1", priority: 7, table: 7702 },
      { ...shownRoute, flags: 4, oif: "eth1", gateway: "203.0.113.1", table: 7703 },
      { ...shownRoute, scope: 253, oif: "eth1", table: 7704 },
    ],
  },
  {
    name: "an empty table",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 2, table: 7799 },
    gives: null,
  },
  {
    name: "main has the connected networks",
    command: "RTM_GETROUTE",
    flags: strictDump,
    message: { family: 2, table: 254 },
    gives: ["eth1 192.0.2.0/24 192.0.2.2", "wwan0 198.51.100.0/24 198.51.100.2"].map((text) => {
      const [oif, dst, prefsrc] = text.split(" ");
      return { ...shownRoute, protocol: 2, scope: 253, dst, oif, prefsrc, table: 254 };
    }),
  },
  {
    name: "deleting by another device",
    command: "RTM_DELROUTE",
    flags: [],
    message: { family: 2, table: 7701, oif: "eth1" },
    ...refusal("No such process"),
  },
  {
    name: "deleting by table",
    command: "RTM_DELROUTE",
    flags: [],
    message: { family: 2, table: 7701 },
    ...success,
  },
  {
    name: "deleting again",
    command: "RTM_DELROUTE",
    flags: [],
    message: { family: 2, table: 7701 },
    ...refusal("No such process"),
  },
  {
    name: "a link route is not deleted without its scope",
    command: "RTM_DELROUTE",
    flags: [],
    message: { family: 2, table: 7704 },
    ...refusal("No such process"),
  },
];

export { routeCases };

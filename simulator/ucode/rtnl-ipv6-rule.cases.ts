/** Requests about IPv6 rules, one after the other, on a kernel that has only its own. */
import { create, dump, refusal, success } from "./rtnl-case.ts";
import type { RtnlCase } from "./rtnl-case.ts";

const rule = { family: 10, action: 1, protocol: 77, priority: 4440, table: 7701 };
const shownRule = { family: 10, tos: 0, action: 1, flags: 0, suppress_prefixlen: -1 };
const ownRule = { ...shownRule, protocol: 77, priority: 4440, table: 7701 };

const ipv6RuleCases: readonly RtnlCase[] = [
  {
    name: "a rule with a prefix as its source",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, src: "2001:DB8:7:0::/56" },
    ...success,
  },
  {
    name: "the same rule, written otherwise",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, src: "2001:db8:7::/56" },
    ...refusal("File exists"),
  },
  {
    name: "a rule with an address as its source",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, src: "2001:db8:1::2" },
    ...success,
  },
  {
    name: "a rule for packets without our mark",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, fwmark: 0, fwmask: 0x3f00 },
    ...success,
  },
  {
    name: "a rule that suppresses default routes",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, table: 254, suppress_prefixlen: 0 },
    ...success,
  },
  {
    name: "all IPv6 rules: sources in their short form, no mark of 0",
    command: "RTM_GETRULE",
    flags: dump,
    message: { family: 10 },
    gives: [
      { ...shownRule, table: 255, protocol: 2 },
      { ...ownRule, src: "2001:db8:7::/56" },
      { ...ownRule, src: "2001:db8:1::2/128" },
      { ...ownRule, fwmask: 0x3f00 },
      { ...ownRule, table: 254, suppress_prefixlen: 0 },
      { ...shownRule, priority: 32766, table: 254, protocol: 2 },
    ],
  },
  {
    name: "deleting by a source that no rule has",
    command: "RTM_DELRULE",
    flags: [],
    message: { ...rule, src: "2001:db8:7::/48" },
    ...refusal("No such file or directory"),
  },
  {
    name: "deleting by a prefix",
    command: "RTM_DELRULE",
    flags: [],
    message: { ...rule, src: "2001:db8:7::/56" },
    ...success,
  },
];

export { ipv6RuleCases };

/** Requests about rules, one after the other, on a kernel that has only its own. */
import { complaint, create, dump, refusal, strictDump, success } from "./rtnl-case.ts";
import type { RtnlCase } from "./rtnl-case.ts";

const rule = { family: 2, action: 1, protocol: 77 };
const shownRule = { family: 2, tos: 0, action: 1, flags: 0, suppress_prefixlen: -1, protocol: 77 };

const kernelRules = [
  { ...shownRule, table: 255, protocol: 2 },
  { ...shownRule, priority: 32766, table: 254, protocol: 2 },
  { ...shownRule, priority: 32767, table: 253, protocol: 2 },
];

const ruleCases: readonly RtnlCase[] = [
  {
    name: "rules of a fresh kernel",
    command: "RTM_GETRULE",
    flags: dump,
    message: { family: 2 },
    gives: kernelRules,
  },
  {
    name: "a new rule",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, priority: 4490, table: 7700 },
    ...success,
  },
  {
    name: "the same rule again",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, priority: 4490, table: 7700 },
    ...refusal("File exists"),
  },
  {
    name: "the same rule again without NLM_F_EXCL is a second one",
    command: "RTM_NEWRULE",
    flags: ["NLM_F_CREATE"],
    message: { ...rule, priority: 4490, table: 7700 },
    ...success,
  },
  {
    name: "a rule with mark and source",
    command: "RTM_NEWRULE",
    flags: create,
    message: {
      ...rule,
      priority: 4400,
      table: 7801,
      src: "192.0.2.2",
      fwmark: 0x3f00,
      fwmask: 0x3f00,
    },
    ...success,
  },
  {
    name: "a rule that suppresses default routes",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, priority: 4410, table: 254, suppress_prefixlen: 0 },
    ...success,
  },
  {
    name: "a rule without a priority goes before all but the kernel's first",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, table: 7702 },
    ...success,
  },
  {
    name: "a source that is no address",
    command: "RTM_NEWRULE",
    flags: create,
    message: { ...rule, table: 7702, src: "zz" },
    ...complaint("src", "zz", "invalid IP address"),
  },
  {
    name: "a rule of no family",
    command: "RTM_NEWRULE",
    flags: create,
    message: { table: 7702, action: 1, priority: 100 },
    ...refusal("Address family not supported by protocol"),
  },
  {
    name: "a filter that rules do not have",
    command: "RTM_GETRULE",
    flags: strictDump,
    message: { family: 2, table: 7700 },
    gives: null,
  },
  {
    name: "all rules, in order",
    command: "RTM_GETRULE",
    flags: dump,
    message: { family: 2 },
    gives: [
      kernelRules[0],
      { ...shownRule, priority: 4399, table: 7702 },
      {
        ...shownRule,
        priority: 4400,
        src: "192.0.2.2/32",
        fwmark: 0x3f00,
        fwmask: 0x3f00,
        table: 7801,
      },
      { ...shownRule, priority: 4410, table: 254, suppress_prefixlen: 0 },
      { ...shownRule, priority: 4490, table: 7700 },
      { ...shownRule, priority: 4490, table: 7700 },
      ...kernelRules.slice(1),
    ],
  },
  {
    name: "deleting by priority",
    command: "RTM_DELRULE",
    flags: [],
    message: { family: 2, priority: 4399 },
    ...success,
  },
  {
    name: "deleting by a mark that no rule has",
    command: "RTM_DELRULE",
    flags: [],
    message: { family: 2, table: 7801, priority: 4400, fwmark: 1 },
    ...refusal("No such file or directory"),
  },
];

export { ruleCases };

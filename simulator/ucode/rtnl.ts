/**
 * ucode's rtnl module on the simulated kernel. Refusals of the kernel come as false with "RTNETLINK
 * answers: …", complaints of the module itself as null, and success as null without an error.
 */
import type { Route } from "../world/routes.ts";
import { SystemError } from "../world/errno.ts";
import type { KernelEvent } from "../world/kernel.ts";
import { getProcess, getWorld } from "./current.ts";
import {
  InputError,
  familyNumbers,
  formatRoute,
  formatRule,
  parseRoute,
  parseRouteSelector,
  parseRule,
  parseRuleSelector,
} from "./rtnl-messages.ts";
import type { Message } from "./rtnl-messages.ts";
import { formatAddress, formatLink } from "./rtnl-news.ts";

type Rtnl = typeof import("ucode:rtnl");
type Listener = NonNullable<ReturnType<Rtnl["listener"]>>;
type Event = Parameters<Parameters<Rtnl["listener"]>[0]>[0];

/** From linux/netlink.h, linux/rtnetlink.h and linux/fib_rules.h. */
const constants = {
  NLM_F_DUMP: 768,
  NLM_F_STRICT_CHK: 32768,
  NLM_F_CREATE: 1024,
  NLM_F_EXCL: 512,
  NLM_F_REPLACE: 256,
  RTM_NEWROUTE: 24,
  RTM_DELROUTE: 25,
  RTM_GETROUTE: 26,
  RTM_NEWRULE: 32,
  RTM_DELRULE: 33,
  RTM_GETRULE: 34,
  RTM_NEWLINK: 16,
  RTM_DELLINK: 17,
  RTM_NEWADDR: 20,
  RTM_DELADDR: 21,
  RTNLGRP_LINK: 1,
  RTNLGRP_IPV4_RULE: 8,
  RTNLGRP_IPV6_RULE: 19,
  RTNLGRP_IPV4_ROUTE: 7,
  RTNLGRP_IPV6_ROUTE: 11,
  RTNLGRP_IPV4_IFADDR: 5,
  RTNLGRP_IPV6_IFADDR: 9,
  RT_SCOPE_LINK: 253,
  RT_SCOPE_UNIVERSE: 0,
  RTN_UNICAST: 1,
  FR_ACT_TO_TBL: 1,
  FR_ACT_GOTO: 2,
  FR_ACT_UNREACHABLE: 7,
} as const satisfies Rtnl["const"];

const C = constants;

let lastError: string | null = null;

/** Read once, as in the real module. */
function error(): string | null {
  const message = lastError;
  lastError = null;
  return message;
}

function formatWithCarrier(route: Route): Message {
  const { devices } = getWorld().kernel;
  return formatRoute(route, devices.find(route.device ?? "")?.carrier ?? true);
}

function dumpRules(message: Message, isStrict: boolean): Message[] | null {
  // A strict kernel refuses filters for rules; the module gives null without an error for that.
  if (isStrict && "table" in message) return null;
  const { rules } = getWorld().kernel;
  const wanted = message["family"] ?? 0;
  return [...rules.ofFamily("ipv4"), ...rules.ofFamily("ipv6")]
    .filter((rule) => wanted === 0 || familyNumbers[rule.family] === wanted)
    .map(formatRule);
}

/** Only a strict dump is filtered by anything but the family. */
function dumpRoutes(message: Message, isStrict: boolean): Message[] | null {
  const { routes } = getWorld().kernel;
  const filters = isStrict ? ["family", "table", "protocol", "type", "oif"] : ["family"];
  const wanted = Object.entries(message).filter(
    ([name, value]) => filters.includes(name) && value !== 0
  );
  return [...routes.ofFamily("ipv4"), ...routes.ofFamily("ipv6")]
    .map(formatWithCarrier)
    .filter((route) => wanted.every(([name, value]) => route[name] === value));
}

function dump(command: number, flags: number, message: Message): Message[] | null {
  const isStrict = (flags & C.NLM_F_STRICT_CHK) !== 0;
  const found =
    command === C.RTM_GETRULE ? dumpRules(message, isStrict) : dumpRoutes(message, isStrict);
  return found === null || found.length === 0 ? null : found;
}

function change(command: number, flags: number, message: Message): void {
  const { kernel } = getWorld();
  switch (command) {
    case C.RTM_NEWRULE:
      kernel.addRule(
        parseRule(message, (family) => kernel.rules.nextPriority(family)),
        (flags & C.NLM_F_EXCL) !== 0
      );
      break;
    case C.RTM_DELRULE:
      kernel.removeRule(parseRuleSelector(message));
      break;
    case C.RTM_NEWROUTE:
      kernel.addRoute(parseRoute(message, kernel.devices), {
        create: (flags & C.NLM_F_CREATE) !== 0,
        exclusive: (flags & C.NLM_F_EXCL) !== 0,
        replace: (flags & C.NLM_F_REPLACE) !== 0,
      });
      break;
    case C.RTM_DELROUTE:
      kernel.removeRoute(parseRouteSelector(message, kernel.devices));
      break;
    default:
      throw new SystemError("EOPNOTSUPP");
  }
}

function request(command: number, flags: number, message: Message): ReturnType<Rtnl["request"]> {
  lastError = null;
  try {
    const isDump = (flags & C.NLM_F_DUMP) === C.NLM_F_DUMP;
    if (isDump && (command === C.RTM_GETRULE || command === C.RTM_GETROUTE))
      return dump(command, flags, message);
    change(command, flags, message);
    return null;
  } catch (problem) {
    if (problem instanceof InputError) {
      lastError = problem.message;
      return null;
    }
    if (!(problem instanceof SystemError)) throw problem;
    lastError = `RTNETLINK answers: ${problem.message}`;
    return false;
  }
}

/** An event as netlink tells of it, with the group it is told to. */
function describe(event: KernelEvent): { group: number; cmd: number; msg: Message } {
  switch (event.kind) {
    case "rule": {
      const isIpv4 = event.rule.family === "ipv4";
      return {
        group: isIpv4 ? C.RTNLGRP_IPV4_RULE : C.RTNLGRP_IPV6_RULE,
        cmd: event.added ? C.RTM_NEWRULE : C.RTM_DELRULE,
        msg: formatRule(event.rule),
      };
    }
    case "route": {
      const isIpv4 = event.route.family === "ipv4";
      return {
        group: isIpv4 ? C.RTNLGRP_IPV4_ROUTE : C.RTNLGRP_IPV6_ROUTE,
        cmd: event.added ? C.RTM_NEWROUTE : C.RTM_DELROUTE,
        msg: formatWithCarrier(event.route),
      };
    }
    case "address": {
      const isIpv4 = !event.address.address.includes(":");
      return {
        group: isIpv4 ? C.RTNLGRP_IPV4_IFADDR : C.RTNLGRP_IPV6_IFADDR,
        cmd: event.added ? C.RTM_NEWADDR : C.RTM_DELADDR,
        msg: formatAddress(event.device, event.address),
      };
    }
    case "link":
      return { group: C.RTNLGRP_LINK, cmd: C.RTM_NEWLINK, msg: formatLink(event.device) };
  }
}

/** Events come from the loop, never during the call that caused them. */
function listener(
  handler: (event: Event) => void,
  commands: number[],
  groups: number[] = [C.RTNLGRP_LINK]
): Listener | null {
  const { kernel, clock } = getWorld();
  const owner = getProcess();
  let open = true;
  const unsubscribe = kernel.subscribe((kernelEvent) => {
    const { group, cmd, msg } = describe(kernelEvent);
    if (!groups.includes(group) || !commands.includes(cmd)) return;
    clock.after(0, () => {
      if (open) owner.run(() => handler({ cmd, msg }));
    });
  });
  const close = (): void => {
    open = false;
    unsubscribe();
  };
  owner.own(close);
  return { close };
}

({ request, listener, error, const: constants }) satisfies Rtnl;

export { request, listener, error, constants as const };

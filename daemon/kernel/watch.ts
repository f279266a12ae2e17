/** Tells when links, addresses or our own rules and routes change under us. */
import { listener, "const" as C } from "ucode:rtnl";
import type { NetlinkEvent, NetlinkListener, NetlinkMessage } from "ucode:rtnl";
import { ownsTable } from "../../shared/router/mark.ts";
import { mainTable } from "../engine/ip-rule.ts";
import { concernsUs } from "./main-table.ts";
import { isOwn } from "./routes.ts";

/**
 * What changed: `link` also means addresses, `gateway` a default route of table main, `main` another route of it that
 * we have to do with, `own` that a rule or route of ours went or was replaced, `rules` that a rule of somebody else
 * came or went.
 */
type KernelNews = "link" | "gateway" | "main" | "own" | "rules";

/** Flags of an address (IFA_F_*), null when it goes. */
function flagsOf(event: NetlinkEvent): number | null {
  return event.cmd == C.RTM_NEWADDR ? (event.msg.flags as number) : null;
}

/**
 * Says of an address's message whether it is news: each router advertisement and each renewed lease
 * only sets the lifetimes anew, and the kernel tells of that as of a new address.
 */
function createAddressNews() {
  const flagsByAddress: { [address: string]: number | null } = {};
  return (event: NetlinkEvent): boolean => {
    const message: NetlinkMessage = event.msg;
    const address = `${message.dev} ${message.local ?? message.address}`;
    const known = flagsByAddress[address] ?? null;
    const flags = flagsOf(event);
    if (flags == null) {
      delete flagsByAddress[address];
    } else {
      flagsByAddress[address] = flags;
    }
    return flags == null || flags != known;
  };
}

/** Whether a route of ours went, or somebody else's stands where it was: a replaced route is no deleted one. */
function isChangeOfOurs(event: NetlinkEvent): boolean {
  return event.cmd == C.RTM_DELROUTE
    ? isOwn(event.msg)
    : !isOwn(event.msg) && ownsTable(event.msg.table as number);
}

/**
 * Says of a route's message whether it is news of a default route in table main: a lease may be renewed with
 * another gateway and nothing else, of which netifd tells nobody.
 */
function createGatewayNews() {
  const gatewayByRoute: { [route: string]: string } = {};
  return (event: NetlinkEvent): boolean => {
    const message: NetlinkMessage = event.msg;
    if (message.table != mainTable || message.dst != null) {
      return false;
    }
    const route = `${message.family} ${message.oif} ${message.priority}`;
    const gateway = `${message.gateway}`;
    if (event.cmd == C.RTM_DELROUTE) {
      delete gatewayByRoute[route];
      return true;
    }
    const isNews = gatewayByRoute[route] != gateway;
    gatewayByRoute[route] = gateway;
    return isNews;
  };
}

/**
 * Calls `onNews` for each change. The kernel says nothing of IPv4 routes it drops with a device, so
 * `link` is a reason to look at the routes too. Other routes of others are no news. Keep the
 * listener for good; null when there is none.
 */
function watchKernel(onNews: (news: KernelNews) => void): NetlinkListener | null {
  const isAddressNews = createAddressNews();
  const isGatewayNews = createGatewayNews();
  const handle = (event: NetlinkEvent): void => {
    switch (event.cmd) {
      case C.RTM_NEWRULE:
      case C.RTM_DELRULE:
        if (!isOwn(event.msg)) {
          onNews("rules");
        } else if (event.cmd == C.RTM_DELRULE) {
          onNews("own");
        }
        break;
      case C.RTM_DELROUTE:
      case C.RTM_NEWROUTE:
        if (isChangeOfOurs(event)) {
          onNews("own");
        } else if (isGatewayNews(event)) {
          onNews("gateway");
        } else if (concernsUs(event.msg)) {
          onNews("main");
        }
        break;
      case C.RTM_NEWADDR:
      case C.RTM_DELADDR:
        if (isAddressNews(event)) {
          onNews("link");
        }
        break;
      default:
        onNews("link");
    }
  };
  return listener(
    handle,
    [
      C.RTM_NEWLINK,
      C.RTM_DELLINK,
      C.RTM_NEWADDR,
      C.RTM_DELADDR,
      C.RTM_NEWRULE,
      C.RTM_DELRULE,
      C.RTM_DELROUTE,
      C.RTM_NEWROUTE,
    ],
    [
      C.RTNLGRP_LINK,
      C.RTNLGRP_IPV4_IFADDR,
      C.RTNLGRP_IPV4_RULE,
      C.RTNLGRP_IPV4_ROUTE,
      C.RTNLGRP_IPV6_IFADDR,
      C.RTNLGRP_IPV6_RULE,
      C.RTNLGRP_IPV6_ROUTE,
    ]
  );
}

export { watchKernel };
export type { KernelNews };

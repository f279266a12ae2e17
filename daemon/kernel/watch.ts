/** Tells when links, addresses or our own rules and routes change under us. */
import { listener, "const" as C } from "ucode:rtnl";
import type { NetlinkEvent, NetlinkListener } from "ucode:rtnl";
import { isOwn } from "./routes.ts";

/** What changed: `link` also means addresses, `own` that a rule or route of ours went. */
type KernelNews = "link" | "own";

function newsOf(event: NetlinkEvent): KernelNews | null {
  switch (event.cmd) {
    case C.RTM_DELRULE:
    case C.RTM_DELROUTE:
      return isOwn(event.msg) ? "own" : null;
    default:
      return "link";
  }
}

/**
 * Calls `onNews` for each change. The kernel says nothing of IPv4 routes it drops with a device, so
 * `link` is a reason to look at the routes too. Keep the listener for good; null when there is none.
 */
function watchKernel(onNews: (news: KernelNews) => void): NetlinkListener | null {
  return listener(
    (event) => {
      const news = newsOf(event);
      if (news != null) {
        onNews(news);
      }
    },
    [C.RTM_NEWLINK, C.RTM_DELLINK, C.RTM_NEWADDR, C.RTM_DELADDR, C.RTM_DELRULE, C.RTM_DELROUTE],
    [C.RTNLGRP_LINK, C.RTNLGRP_IPV4_IFADDR, C.RTNLGRP_IPV4_RULE, C.RTNLGRP_IPV4_ROUTE]
  );
}

export { watchKernel };
export type { KernelNews };

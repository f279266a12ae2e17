/** What to propose to somebody who has configured nothing yet. */
import type { InterfaceReply } from "../../../shared/queries.ts";

/** Protocols of mobile networks, where every byte may cost. */
const mobileProtocols = /^(3g|directip|mbim|modemmanager|ncm|qmi|wwan)$/;

function isMobile({ proto }: InterfaceReply): boolean {
  return mobileProtocols.test(proto);
}

/** First what works now, and what costs nothing. */
function rankOf(candidate: InterfaceReply): number {
  return (candidate.has_default_route ? 0 : 2) + (isMobile(candidate) ? 1 : 0);
}

/** Interfaces that look like ways to the Internet, in the order in which they should be used. */
function deriveOffer(interfaces: InterfaceReply[]): InterfaceReply[] {
  return interfaces
    .filter(({ looks_like_wan: isLikely }) => isLikely)
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/** Where it leads and what it is, for telling it from others. */
function traitsOf({ proto, device, addresses }: InterfaceReply): string {
  return [proto, device, addresses[0]].filter(Boolean).join(", ");
}

export { deriveOffer, isMobile, traitsOf };

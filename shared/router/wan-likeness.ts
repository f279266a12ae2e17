/**
 * Whether an interface looks like a way to the Internet. A suggestion for people: nothing is used or
 * refused because of it.
 */
import { matchLine, quoted } from "./text.ts";
import { isSoftwire, isTunnel } from "./tunnels.ts";

/** What is known of an interface; from UCI alone some of it is not. */
interface WanHints {
  /** netifd's logical interface. */
  name: string;
  /** netifd's protocol; null when none is set. */
  proto: string | null;
  /** Its layer-3 device, or the device it is set on. */
  device: string | null;
  /** Name of its firewall zone; null when it is in none, or when that is not known. */
  zone: string | null;
  /** Whether that zone masquerades; null when there is no zone, or when that is not known. */
  masquerades: boolean | null;
  /** Of either family; null while the interface is down, and where only its settings are known. */
  hasDefaultRoute: boolean | null;
  /** The interface on the same device whose side this one is, such as `wan` for `wan6` or `wwan` for `wwan_4`. */
  companion: string | null;
}

interface WanLikeness {
  likely: boolean;
  /** Why, in words, without a full stop. */
  reason: string;
}

/** They call a provider. */
const providerProtocols = [
  ...["3g", "directip", "l2tp", "mbim", "modemmanager", "ncm", "pppoa", "pppoe", "pptp", "qmi"],
  ...["ppp", "wwan"],
];

/** They take their address from somebody else. */
const clientProtocols = ["dhcp", "dhcpv6"];

function isNamedLikeWan(name: string): boolean {
  return (
    matchLine(lc(name), /^(w?wan|lte|[345]g|modem|[av]?dsl|fib|starlink|isp|inet|uplink)/) != null
  );
}

function yes(reason: string): WanLikeness {
  return { likely: true, reason };
}

function no(reason: string): WanLikeness {
  return { likely: false, reason };
}

/** What rules it out whatever else speaks for it; null when nothing does. */
function objectionTo(hints: WanHints): string | null {
  const proto = hints.proto ?? "none";
  if (hints.name == "loopback" || hints.device == "lo") {
    return "it is the router's own loopback";
  }
  if (proto == "none" || proto == "") {
    return "without a protocol it has no address";
  }
  if (hints.companion != null) {
    return `it belongs to ${quoted(hints.companion)}, which brings it along`;
  }
  if (isSoftwire(proto) || isTunnel(proto)) {
    return `${proto} is a tunnel through another connection`;
  }
  return hints.hasDefaultRoute == false ? "it is up and has no default route" : null;
}

/** Judges by what is sure first: routes, then protocol, then firewall, then its name. */
function wanLikenessOf(hints: WanHints): WanLikeness {
  const objection = objectionTo(hints);
  if (objection != null) {
    return no(objection);
  }
  const proto = hints.proto as string;
  if (hints.hasDefaultRoute == true) {
    return yes("it has a default route");
  }
  if (index(providerProtocols, proto) >= 0) {
    return yes(`${proto} calls a provider`);
  }
  if (hints.masquerades == true) {
    return yes(`its firewall zone ${quoted(hints.zone ?? "")} masquerades`);
  }
  if (hints.masquerades == false) {
    return no(`its firewall zone ${quoted(hints.zone ?? "")} does not masquerade`);
  }
  if (isNamedLikeWan(hints.name)) {
    return yes("its name is that of a WAN");
  }
  return index(clientProtocols, proto) >= 0
    ? yes("it takes its address from another router")
    : no("nothing about it leads out");
}

export { wanLikenessOf };
export type { WanHints, WanLikeness };

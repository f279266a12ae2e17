/** DS-Lite, MAP and 464XLAT: interfaces that are the IPv4 side of a line that has IPv6 alone. */
import { cursor } from "ucode:uci";
import { isSoftwire } from "../../shared/router/tunnels.ts";
import type { NetifdInterface } from "./dump.ts";

/**
 * The interface that the softwire runs over: DHCPv6 has made `wan6_4` for `wan6`, and one that a person
 * has set up names it. Null where it takes whatever way there is.
 */
function lineUnder(softwire: NetifdInterface): string | null {
  const name = softwire.interface;
  if (softwire.dynamic == true) {
    return substr(name, -2) == "_4" ? substr(name, 0, length(name) - 2) : null;
  }
  return (cursor()?.get?.("network", name, "tunlink") ?? null) as string | null;
}

/** The softwire over one of the interfaces of these names; null when there is none. */
function softwireOver(names: readonly string[], all: NetifdInterface[]): NetifdInterface | null {
  const made = filter(
    all,
    (one) => isSoftwire(one.proto) && index(names, lineUnder(one) ?? "") >= 0
  );
  return made[0] ?? null;
}

export { softwireOver };

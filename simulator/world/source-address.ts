/** Which address an IPv6 packet leaves with when its sender has not chosen one. */
import { isLinkLocal, parseIpAddress } from "./address.ts";
import { addressesOf } from "./devices.ts";
import type { Device, DeviceAddress } from "./devices.ts";

interface Candidate extends DeviceAddress {
  device: Device;
}

/** Leading bits that two addresses share. */
function commonLength(a: string, b: string): number {
  const theirs = parseIpAddress(b)!.bytes;
  let length = 0;
  for (const [at, byte] of parseIpAddress(a)!.bytes.entries()) {
    const difference = byte ^ theirs[at]!;
    if (difference !== 0) return length + Math.clz32(difference) - 24;
    length += 8;
  }
  return length;
}

/**
 * RFC 6724, section 5, as far as a router meets it: the destination's scope (rule 2), preferred before
 * deprecated (3), the outgoing device's own (5), the longest common prefix (8). Null when no address
 * is of that scope.
 * @param outgoing the device of the route; null while there is none
 */
function chooseIpv6Source(
  devices: readonly Device[],
  outgoing: Device | null,
  destination: string
): string | null {
  const isNear = isLinkLocal(destination);
  const candidates: Candidate[] = devices
    .filter((device) => device.name !== "lo" && (!isNear || device === outgoing))
    .flatMap((device) => addressesOf(device, "ipv6").map((own) => ({ ...own, device })))
    .filter(({ address }) => isLinkLocal(address) === isNear);
  const [best] = candidates.sort(
    (a, b) =>
      Number(a.isDeprecated ?? false) - Number(b.isDeprecated ?? false) ||
      Number(b.device === outgoing) - Number(a.device === outgoing) ||
      commonLength(b.address, destination) - commonLength(a.address, destination)
  );
  return best?.address ?? null;
}

export { chooseIpv6Source };

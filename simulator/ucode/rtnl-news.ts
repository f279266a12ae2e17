/** Netlink messages of devices and their addresses, as listeners get them. */
import { isLinkLocal } from "../world/address.ts";
import type { Device, DeviceAddress } from "../world/devices.ts";
import { routeScopes } from "../world/routes.ts";
import { familyNumbers } from "./rtnl-messages.ts";
import type { Message } from "./rtnl-messages.ts";

/** IFA_F_PERMANENT, IFA_F_DEPRECATED. */
const addressFlags = { permanent: 128, deprecated: 32 };

function formatAddress(device: Device, own: DeviceAddress): Message {
  const address = `${own.address}/${own.prefixLength}`;
  const common = { flags: addressFlags.permanent, scope: 0, dev: device.name, address };
  if (!own.address.includes(":"))
    return { family: familyNumbers.ipv4, ...common, local: own.address, label: device.name };
  return {
    family: familyNumbers.ipv6,
    ...common,
    flags: own.isDeprecated ? addressFlags.deprecated : addressFlags.permanent,
    scope: isLinkLocal(own.address) ? routeScopes.link : 0,
  };
}

function formatLink(device: Device): Message {
  return {
    family: 0,
    type: 1,
    dev: device.name,
    ifname: device.name,
    carrier: device.up && device.carrier,
  };
}

export { formatAddress, formatLink };

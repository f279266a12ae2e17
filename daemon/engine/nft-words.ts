/** Words of nft's language that several chains need. */
import { flowMarkOf } from "../../shared/router/mark.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";

/** A device and the slots of the uplinks that it could belong to. */
interface DeviceOwners {
  device: string;
  slots: number[];
}

/** A mark as nft lists it. */
function hex(value: number): string {
  return sprintf("0x%08x", value);
}

/** The condition that a flow is that of the uplink with this slot. */
function markedBy(layout: MarkLayout, slot: number): string {
  return `ct mark & ${hex(layout.mask)} == ${hex(flowMarkOf(layout, slot))}`;
}

/** `"eth1", "wwan0"`. */
function quotedNames(owners: readonly DeviceOwners[]): string {
  const names = map(owners, (owner) => `"${owner.device}"`);
  return join(", ", names);
}

export { hex, markedBy, quotedNames };
export type { DeviceOwners };

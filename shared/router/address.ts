/** IP addresses as texts. */
import type { Family } from "../domain.ts";
import { matchLine } from "./text.ts";

/** The family of an address without prefix, port or zone; null for every other text. */
function familyOfAddress(text: string): Family | null {
  const bytes = matchLine(text, /^[0-9A-Fa-f:.]{2,45}$/) == null ? null : iptoarr(text);
  if (bytes == null) {
    return null;
  }
  if (length(bytes) == 16) {
    return "ipv6";
  }
  // The C library also reads short forms such as `1.1`.
  return matchLine(text, /^[0-9]{1,3}(\.[0-9]{1,3}){3}$/) == null ? null : "ipv4";
}

/** Those of the addresses that are of the family. */
function ofFamily(addresses: readonly string[], family: Family): string[] {
  return filter(addresses, (address) => familyOfAddress(address) == family);
}

export { familyOfAddress, ofFamily };

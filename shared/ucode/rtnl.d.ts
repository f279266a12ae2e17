declare module "ucode:rtnl" {
  /** A message's attributes by ucode's names; `oif` is a device name, `src` an address with prefix. */
  interface NetlinkMessage {
    [attribute: string]: unknown;
  }
  interface NetlinkEvent {
    cmd: number;
    msg: NetlinkMessage;
  }
  interface NetlinkListener {
    close(): void;
  }
  /** A dump gives an array. Success of anything else gives null with `error()` null too. */
  function request(
    command: number,
    flags: number,
    message: NetlinkMessage
  ): NetlinkMessage[] | NetlinkMessage | boolean | null;
  /** Without `groups` only link events come. Keep it for good: `close` crashes before 2026-04. */
  function listener(
    handler: (event: NetlinkEvent) => void,
    commands: number[],
    groups: number[]
  ): NetlinkListener | null;
  function error(): string | null;
  const constants: {
    readonly NLM_F_DUMP: number;
    readonly NLM_F_STRICT_CHK: number;
    readonly NLM_F_CREATE: number;
    readonly NLM_F_EXCL: number;
    readonly NLM_F_REPLACE: number;
    readonly RTM_NEWROUTE: number;
    readonly RTM_DELROUTE: number;
    readonly RTM_GETROUTE: number;
    readonly RTM_NEWRULE: number;
    readonly RTM_DELRULE: number;
    readonly RTM_GETRULE: number;
    readonly RTM_NEWLINK: number;
    readonly RTM_DELLINK: number;
    readonly RTM_NEWADDR: number;
    readonly RTM_DELADDR: number;
    readonly RTNLGRP_LINK: number;
    readonly RTNLGRP_IPV4_RULE: number;
    readonly RTNLGRP_IPV6_RULE: number;
    readonly RTNLGRP_IPV4_ROUTE: number;
    readonly RTNLGRP_IPV6_ROUTE: number;
    readonly RTNLGRP_IPV4_IFADDR: number;
    readonly RTNLGRP_IPV6_IFADDR: number;
    readonly RT_SCOPE_LINK: number;
    readonly RT_SCOPE_UNIVERSE: number;
    readonly RTN_UNICAST: number;
    readonly FR_ACT_TO_TBL: number;
    readonly FR_ACT_GOTO: number;
    readonly FR_ACT_UNREACHABLE: number;
  };
  export { request, listener, error, constants as const };
  export type { NetlinkMessage, NetlinkEvent, NetlinkListener };
}

/** Names of the contract's words. */
import type { PathReply, TargetReply } from "../../../shared/contract.ts";
import type { UplinkStatusWord } from "../../../shared/domain.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

/** The state of a path in one word: a line that works badly is worth another one. */
type StateWord = UplinkStatusWord | "degraded";

function stateOf({ status, health }: PathReply): StateWord {
  return status === "up" && health === "degraded" ? health : status;
}

function describeState(_: Translate, state: StateWord): string {
  switch (state) {
    case "up":
      return _("UP");
    case "degraded":
      return _("Degraded");
    case "down":
      return _("DOWN");
    case "interface_down":
      return _("No link");
    case "disabled":
      return _("Disabled");
    case "unknown":
      return _("Unknown");
  }
}

function describeTarget(_: Translate, { target, state }: TargetReply): string {
  switch (state) {
    case "answers":
      return fill(_("%s answers"), target);
    case "silent":
      return fill(_("%s is silent"), target);
    case "blamed":
      return fill(_("%s is silent everywhere and does not count"), target);
    case "unknown":
      return fill(_("%s was not asked yet"), target);
  }
}

/** A name for a choice; one that is newer than this page shows as it is. */
function describeChoice(_: Translate, choice: string): string {
  switch (choice) {
    case "failover":
      return _("Failover");
    case "multi-uplink":
      return _("Multi-uplink");
    case "quality":
      return _("Quality");
    case "site":
      return _("Client and site");
    case "client":
      return _("Client");
    case "flow":
      return _("Flow");
    case "both":
      return _("IPv4 and IPv6");
    case "ipv4":
      return "IPv4";
    case "ipv6":
      return "IPv6";
    default:
      return choice;
  }
}

export { describeChoice, describeState, describeTarget, stateOf };
export type { StateWord };

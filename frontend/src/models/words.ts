/** Names of the contract's words. */
import type { PathReply, TargetReply } from "../../../shared/contract.ts";
import type { TargetWord, UplinkStatusWord } from "../../../shared/domain.ts";
import { formatMs } from "./format.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

/** How things stand: `good`, `degraded` (working, but not as wished), `bad`, or nothing to judge. */
type Standing = "good" | "degraded" | "bad" | "neutral";

/** The state of a path in one word: a line that works badly is worth another one. */
type StateWord = UplinkStatusWord | "degraded";

function stateOf({ status, health }: PathReply): StateWord {
  return status === "up" && health === "degraded" ? health : status;
}

function stateNames(_: Translate): Record<StateWord, string> {
  return {
    up: _("UP"),
    degraded: _("Degraded"),
    down: _("DOWN"),
    interface_down: _("No link"),
    disabled: _("Disabled"),
    unknown: _("Unknown"),
  };
}

function isState(word: string): word is StateWord {
  return Object.hasOwn(stateNames(String), word);
}

function describeState(_: Translate, state: StateWord): string {
  return stateNames(_)[state];
}

/** How good a state is. */
const standings: Record<StateWord, Standing> = {
  up: "good",
  degraded: "degraded",
  down: "bad",
  interface_down: "bad",
  disabled: "neutral",
  unknown: "neutral",
};

const targetStandings: Record<TargetWord, Standing> = {
  answers: "good",
  silent: "bad",
  blamed: "neutral",
  unknown: "neutral",
};

function describeTarget(_: Translate, { target, state, latency_ms: ms }: TargetReply): string {
  switch (state) {
    case "answers":
      return ms === null
        ? fill(_("%s answers"), target)
        : fill(_("%s answers in %s"), target, formatMs(ms));
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
    case "any":
    case "all":
      return _("Any");
    case "tcpudp":
      return _("TCP and UDP");
    case "respect":
      return _("keeps ordinary traffic");
    case "override":
      return _("is overridden");
    case "others":
      return _("the connection in use");
    case "nothing":
      return _("nothing, it is refused");
    case "ipv4":
      return "IPv4";
    case "ipv6":
      return "IPv6";
    default:
      return choice;
  }
}

export { describeChoice, describeState, describeTarget, isState, standings, stateOf };
export { targetStandings };
export type { Standing };

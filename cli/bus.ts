/** Questions to the ubus object `mini-mwan`, and in words what came in between. */
import { stat } from "ucode:fs";
import { connect, error } from "ucode:ubus";
import { objectName } from "../shared/contract.ts";
import type { ConfigReply, ControlReply, StatusReply } from "../shared/contract.ts";
import type {
  DiagnosticsReply,
  EventsReply,
  ExplainReply,
  HistoryReply,
  InterfacesReply,
  ProbeReply,
  UseReply,
  WhatIfReply,
} from "../shared/queries.ts";
import { exitCode, fail } from "./terminal.ts";

/** The plugin asks the daemon for a second at most; rpcd may be busy with somebody else. */
const timeoutS = 5;

/** What each method answers. */
interface Replies {
  status: StatusReply;
  config: ConfigReply;
  interfaces: InterfacesReply;
  history: HistoryReply;
  events: EventsReply;
  explain: ExplainReply;
  what_if: WhatIfReply;
  diagnostics: DiagnosticsReply;
  control: ControlReply;
  use: UseReply;
  probe: ProbeReply;
}

type Question = keyof Replies;

interface Failure {
  sentence: string;
  code: number;
}

/** Whether this is a user to whom ubus shows everything. */
function isRoot(): boolean {
  return (stat("/proc/self")?.uid ?? 0) == 0;
}

const restartRpcd = "run 'service rpcd restart'";

/** By the beginning of ubus's words for a failure (ubus_strerror), and what ucode's module adds. */
const failures: { [words: string]: Failure } = {
  Unable: {
    sentence: "ubus cannot be reached; is ubusd running?",
    code: exitCode.notRunning,
  },
  "Not found: Failed to resolve": {
    sentence: `rpcd does not offer the ubus object '${objectName}'; ${restartRpcd}, and if that does not help install the package mini-mwan again`,
    code: exitCode.notRunning,
  },
  "Not found": {
    sentence:
      "the service has just stopped, or its init script is missing; 'mini-mwan status' tells more",
    code: exitCode.notRunning,
  },
  "Method not found": {
    sentence: `the plugin that rpcd runs does not know this; ${restartRpcd}`,
    code: exitCode.notRunning,
  },
  "Request timed out": {
    sentence: `nothing was answered within ${timeoutS} seconds; look at 'logread' for mini-mwan and rpcd`,
    code: exitCode.notRunning,
  },
  "Operation not supported": {
    sentence: "the service that runs does not know this; run 'mini-mwan restart'",
    code: exitCode.notRunning,
  },
  "Permission denied": {
    sentence: "ubus does not permit this; run it as root",
    code: exitCode.notPermitted,
  },
};

/** What a failed call means, from the words of ubus. */
function failureOf(words: string): Failure {
  // To others than root ubus hides what they may not use, or does not talk at all.
  const isHidden = index(words, "Not found: Failed to resolve") == 0 || index(words, "Unable") == 0;
  const key = isHidden && !isRoot() ? "Permission denied" : words;
  for (let start in failures) {
    if (index(key, start) == 0) {
      return failures[start] as Failure;
    }
  }
  return { sentence: `refused by the plugin: ${words}`, code: exitCode.negative };
}

/**
 * Calls a method and gives what `use` makes of the reply, an exit code. On failure says why on stderr,
 * and gives the code for that.
 */
function ask<Method extends Question>(
  method: Method,
  args: object,
  use: (reply: Replies[Method]) => number
): number {
  const bus = connect(null, timeoutS);
  const reply = bus?.call?.(objectName, method, args);
  const words = type(reply) == "object" ? "" : (error() ?? "no reply");
  bus?.disconnect?.();
  if (words == "") {
    return use(reply as Replies[Method]);
  }
  const failure = failureOf(words);
  return fail(`${method}: ${failure.sentence}`, failure.code);
}

export { ask };

/** Orders to the daemon: prefer an uplink or leave it out, probe now. */
import type { ProbeReply, UseAction, UseReply } from "../shared/queries.ts";
import { quoted } from "../shared/router/text.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { momentText, secondsOf } from "./duration.ts";
import { whileRunning, withSections } from "./status.ts";
import { exitCode, fail, printJson, say } from "./terminal.ts";

/** What the daemon takes: thirty days. */
const longestS = 2592000;

/** What follows from an order. */
const outcomes: { [action in UseAction]: string } = {
  force: "is used whatever its probes say",
  drain: "gets no new connections while another one works",
  disable: "is not used at all",
  auto: "is used by its own merits again",
};

function order(request: Request, action: UseAction): number {
  const text = request.options["for"];
  const forS = text == null ? null : secondsOf(text);
  if (text != null && (forS == null || forS < 1 || forS > longestS)) {
    const problem = `${quoted(text)} is no length of time up to 30 days; write one such as 90s, 15m, 1h30m or 2d`;
    return fail(problem, exitCode.usage);
  }
  return withSections(request.words, (sections) => {
    const args = { section: sections[0] as string, action };
    return ask("use", forS == null ? args : { ...args, for: forS }, (reply: UseReply) => {
      if (request.json) {
        printJson(reply);
      } else {
        const end = reply.until == null ? "" : ` until ${momentText(reply.until, time())}`;
        say("", `${reply.section} ${outcomes[action]}${end}.`);
      }
      return exitCode.ok;
    });
  });
}

function probe(request: Request): number {
  const send = (args: object): number =>
    ask("probe", args, (reply: ProbeReply) => {
      if (request.json) {
        printJson(reply);
      } else {
        const what = reply.section ?? "every uplink";
        say("", `A round of probes starts on ${what}; 'mini-mwan status' shows what comes of it.`);
      }
      return exitCode.ok;
    });
  return length(request.words) == 0
    ? whileRunning(() => send({}))
    : withSections(request.words, (sections) => send({ section: sections[0] as string }));
}

export { order, probe };

/** `control`: the service's own commands, carried out by its init script in the background. */
import { access } from "ucode:fs";
import { process } from "ucode:uloop";
import type { Process } from "ucode:uloop";
import { controlActions, ubusStatus } from "../../shared/contract.ts";
import type { ControlAction, ControlReply } from "../../shared/contract.ts";
import { packageName } from "../../shared/options.ts";
import { objectionToWord } from "../arguments.ts";
import { refusal } from "../method.ts";
import type { Arguments, Refusal } from "../method.ts";

const initScript = `/etc/init.d/${packageName}`;

/** Where init scripts find their tools; rpcd's own environment is no business of theirs. */
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/** Held until the next command: ucode would reap a process that nobody holds. */
const commands: { last: Process | null } = { last: null };

/** Answers before the command ends, so that rpcd never waits; `status` shows what came of it. */
function control(args: Arguments): ControlReply | Refusal {
  const objection = objectionToWord("action", args.action, controlActions);
  if (objection != null) {
    return objection;
  }
  const action = args.action as ControlAction;
  if (!access(initScript, "x")) {
    return refusal(ubusStatus.notFound, `${initScript} is missing`);
  }
  commands.last = process(initScript, [action], environment, () => {});
  return commands.last == null
    ? refusal(ubusStatus.unknownError, `${initScript} could not be started`)
    : { action, accepted: true };
}

export { control };

/** `control`: the service's own commands, carried out by its init script in the background. */
import { access } from "ucode:fs";
import type { UbusRequest } from "ucode:ubus";
import { process } from "ucode:uloop";
import type { Process } from "ucode:uloop";
import { controlActions, ubusStatus } from "../../shared/contract.ts";
import type { ControlAction, ControlReply } from "../../shared/contract.ts";
import { packageName } from "../../shared/options.ts";
import { quoted } from "../../shared/router/text.ts";

const initScript = `/etc/init.d/${packageName}`;

/** Where init scripts find their tools; rpcd's own environment is no business of theirs. */
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/** Held until the next command: ucode would reap a process that nobody holds. */
const commands: { last: Process | null } = { last: null };

/** Answers before the command ends, so that rpcd never waits; `status` shows what came of it. */
function control(request: UbusRequest): ControlReply | null {
  const action = request.args.action;
  if (type(action) != "string" || index(controlActions, action as string) < 0) {
    const given = type(action) == "string" ? quoted(action as string) : "no text";
    const message = `action is ${given}; it must be one of ${join(", ", controlActions)}`;
    request.reply({ message }, ubusStatus.invalidArgument);
    return null;
  }
  if (!access(initScript, "x")) {
    request.reply({ message: `${initScript} is missing` }, ubusStatus.notFound);
    return null;
  }
  commands.last = process(initScript, [action as string], environment, () => {});
  if (commands.last == null) {
    request.reply({ message: `${initScript} could not be started` }, ubusStatus.unknownError);
    return null;
  }
  return { action: action as ControlAction, accepted: true };
}

export { control };

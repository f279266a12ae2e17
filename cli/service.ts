/** The service's own commands, carried out by its init script. */
import type { ControlAction, ControlReply } from "../shared/contract.ts";
import { controlActions } from "../shared/contract.ts";
import { quoted } from "../shared/router/text.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { exitCode, fail, printJson, say } from "./terminal.ts";

/** `start`, `stop`, `restart`, `reload`; at boot, `enable` and `disable`. */
function control(request: Request, action: string): number {
  if (index(controlActions, action) < 0) {
    const words = join(", ", controlActions);
    return fail(`${quoted(action)} is none of ${words}`, exitCode.usage);
  }
  return ask("control", { action: action as ControlAction }, (reply: ControlReply) => {
    if (request.json) {
      printJson(reply);
    } else {
      say("", `The init script carries out '${action}'; 'mini-mwan status' shows what came of it.`);
    }
    return exitCode.ok;
  });
}

export { control };

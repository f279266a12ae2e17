/** Tells the log which warnings are new and which are over. */
import type { Warning } from "../../shared/domain.ts";
import { writeLog } from "./log.ts";

/** Gives a function that takes all warnings there are and logs what has changed since the last time. */
function createWarningLog(): (warnings: readonly Warning[]) => void {
  let known: string[] = [];
  return (warnings) => {
    const messages = map(warnings, (one) => one.message);
    const news = filter(messages, (one) => index(known, one) < 0);
    const over = filter(known, (one) => index(messages, one) < 0);
    known = messages;
    map(news, (one) => writeLog("warning", one));
    map(over, (one) => writeLog("notice", `no longer: ${one}`));
  };
}

export { createWarningLog };

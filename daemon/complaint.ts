/** Failures that last are said once. */
import { writeLog } from "./status/log.ts";

/** Gives a function that logs a failure once, and again only after it was gone; "" says it is gone. */
function createComplaint(): (text: string) => void {
  let said = "";
  return (text: string): void => {
    if (text != said && text != "") {
      writeLog("warning", text);
    }
    said = text;
  };
}

export { createComplaint };

/** What `what_if` is asked, checked. */
import { quoted } from "../../shared/router/text.ts";
import { badArgument } from "../bus/arguments.ts";
import type { Refusal } from "../bus/arguments.ts";

/** As many as a configuration can have, several times over. */
const mostSections = 250;

/** Why this is no list of sections, or null when it is. */
function objectionToDown(value: unknown): Refusal | null {
  const wanted = "it must list one or more sections of uplinks";
  if (type(value) != "array" || length(value as unknown[]) == 0) {
    return badArgument(`down is ${value == null ? "missing" : "empty"}; ${wanted}`);
  }
  const others = filter(value as unknown[], (one) => type(one) != "string" || one == "");
  if (length(others) > 0) {
    return badArgument(`down has ${quoted(sprintf("%J", others[0]))} in it; ${wanted}`);
  }
  return length(value as unknown[]) > mostSections
    ? badArgument(`down has more than ${mostSections} sections; ${wanted}`)
    : null;
}

export { objectionToDown };

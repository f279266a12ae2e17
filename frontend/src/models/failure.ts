/** What went wrong between page and router, as a value that a view can show. */
import {
  ReplySchemaError,
  SessionExpired,
  UbusError,
  UndoneError,
  rpcErrorCode,
} from "../api/errors.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

type FailureKind =
  | "network"
  | "session"
  | "permission"
  | "missing"
  | "reply"
  | "refused"
  | "undone";

interface Failure {
  kind: FailureKind;
  /** What the router or the browser said. */
  detail: string;
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof SessionExpired) return "session";
  if (error instanceof ReplySchemaError) return "reply";
  if (error instanceof UndoneError) return "undone";
  if (error instanceof UbusError) {
    // 6 is ubus' own "permission denied", for UCI files outside the access lists.
    if (error.code === rpcErrorCode.accessDenied || error.code === 6) return "permission";
    return error.code === rpcErrorCode.objectNotFound ? "missing" : "refused";
  }
  return "network";
}

function failureOf(error: unknown): Failure {
  return { kind: kindOf(error), detail: error instanceof Error ? error.message : String(error) };
}

/** A sentence that says what is wrong and what to do. */
function describeFailure(_: Translate, failure: Failure): string {
  switch (failure.kind) {
    case "network":
      return _("The router does not answer. Trying again every few seconds.");
    case "session":
      return _("Your session has ended. Log in again.");
    case "permission":
      return _(
        "You are not allowed to see this. Ask the router's administrator for access to Mini-MWAN."
      );
    case "missing":
      return _(
        "The router does not know Mini-MWAN. Install the package mini-mwan, or run: service rpcd restart"
      );
    case "reply":
      return fill(
        _("Page and router are of different versions; reload the page. (%s)"),
        failure.detail
      );
    case "undone":
      return _(
        "The router could not be reached in time after the change, so it undid it. The settings are saved and not in effect."
      );
    case "refused":
      return fill(_("The router refused: %s"), failure.detail);
  }
}

export { describeFailure, failureOf };
export type { Failure };

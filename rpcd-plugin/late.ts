/**
 * Methods that only shells call: the package mini-mwan-cli brings their code, which is loaded for each
 * call and not kept. Behind each call rpcd collects what is left of it.
 */
import type { DiagnosticsReply, ExplainReply } from "../shared/queries.ts";
import { ofThisVersion, withLate } from "../shared/router/late.ts";
import type { diagnostics as diagnose } from "./diagnostics/main.ts";
import type { explain as explainPacket } from "./explain/main.ts";
import type { Arguments, Refusal } from "./method.ts";

/** What diagnostics/main.ts exports. */
interface Diagnosing {
  diagnostics: typeof diagnose;
  version: string;
}

/** What explain/main.ts exports. */
interface Explaining {
  explain: typeof explainPacket;
  version: string;
}

function diagnostics(): DiagnosticsReply | Refusal {
  return withLate(
    "diagnostics",
    (folder) => ofThisVersion(loadfile(folder + "/rpcd-plugin/diagnostics.uc")() as Diagnosing),
    (code) => code.diagnostics()
  );
}

function explain(args: Arguments): ExplainReply | Refusal {
  return withLate(
    "explain",
    (folder) => ofThisVersion(loadfile(folder + "/rpcd-plugin/explain.uc")() as Explaining),
    (code) => code.explain(args)
  );
}

export { diagnostics, explain };

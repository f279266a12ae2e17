/** The clauses of which the daemon and the plugin make the sentences that the page shows. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import tsBlankSpace from "ts-blank-space";
import { TextReader } from "./text-reader.mjs";

/** @typedef {import("./extract.mjs").Found} Found */

/** Properties whose texts reach the page, by file; the other files are there to be followed into. */
const shown = {
  "daemon/effects.ts": ["reason"],
  "daemon/config-loader.ts": ["message"],
  "daemon/engine/decide.ts": ["reason"],
  "daemon/engine/foreign-default.ts": ["message"],
  "daemon/engine/health.ts": ["reason"],
  "daemon/engine/naming.ts": [],
  "daemon/engine/neighbour-warnings.ts": ["message"],
  "daemon/engine/silence.ts": ["reason"],
  "daemon/engine/snapshot.ts": ["reason", "notice"],
  "daemon/engine/state.ts": ["reason"],
  "daemon/engine/transition.ts": ["reason"],
  "daemon/engine/warnings.ts": ["message"],
  "daemon/engine/what-if.ts": ["summary"],
  "daemon/engine/what-if-summary.ts": [],
  "daemon/kernel/marking.ts": ["failure"],
  "daemon/kernel/nft-run.ts": ["failure"],
  "daemon/probe/http.ts": ["reason"],
  "rpcd-plugin/methods/config.ts": ["message"],
  "rpcd-plugin/methods/status.ts": ["message"],
  "shared/router/address-conflict.ts": ["message"],
  "shared/router/config.ts": ["message"],
  "shared/router/option-reader.ts": ["message"],
  "shared/router/read-config.ts": ["failure"],
  "shared/router/readiness.ts": ["message"],
  "shared/router/rules.ts": ["message"],
  "shared/router/section-reader.ts": ["message"],
};

/** The page's own way to take sentences apart. @param {string} root */
async function loadRewrite(root) {
  const path = "frontend/src/models/sentence.ts";
  const text = tsBlankSpace(readFileSync(join(root, path), "utf8"));
  const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return /** @type {import("../../frontend/src/models/sentence.ts").RewriteSentence} */ (
    module.rewriteSentence
  );
}

const rewriteSentence = await loadRewrite(resolve(import.meta.dirname, "../.."));

/**
 * The clauses of a sentence that say something.
 *
 * @param {string} sentence
 * @param {string[]} [names]
 */
function clausesOf(sentence, names = []) {
  /** @type {string[]} */
  const clauses = [];
  rewriteSentence(sentence, names, (clause) => {
    if (/[a-z]/.test(clause.replaceAll("%s", ""))) {
      clauses.push(clause);
    }
    return clause;
  });
  return clauses;
}

/**
 * @param {string} root Folder of the repository.
 * @returns {Found[]}
 */
function textsOfRouter(root) {
  const paths = Object.keys(shown);
  const reader = new TextReader(
    paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
  );
  return Object.entries(shown).flatMap(([file, names]) =>
    reader
      .properties(file, names)
      .flatMap((node) => reader.textsOf(node))
      .flatMap((sentence) => clausesOf(sentence))
      .map((text) => ({ text, file }))
  );
}

export { clausesOf, textsOfRouter };

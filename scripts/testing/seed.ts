/** Properties: the same random cases in every CI run, new ones on a developer's machine. */
import { configureGlobal } from "fast-check";

if (process.env["CI"]) {
  configureGlobal({ seed: 20261121 });
}

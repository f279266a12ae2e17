import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { findProgram } from "../node/real-program.ts";
import { chainsIn, lineIn, nftCases } from "./nft.cases.ts";

const obstacle = ["nft", "unshare"].filter((name) => findProgram(name) === null).join(", ");
const mayUnshare = obstacle === "" && spawnSync("unshare", ["-n", "true"]).status === 0;
const reason = obstacle === "" ? "network namespaces need root" : `programs: ${obstacle}`;

/** Carries out each script in one namespace, with the list of the table after each. */
const steps = `
  for at in $(seq $#); do
    printf %s "$1" > "$FILE"; nft -f "$FILE" 2>&1; echo "--"
    nft list table inet mini_mwan 2>/dev/null; echo "=="; shift
  done`;

describe.skipIf(!mayUnshare)(`the real program does the same (${reason})`, () => {
  test("to every script", () => {
    const scripts = nftCases.map(({ script }) => script);
    const shell = [
      "-n",
      "-m",
      "sh",
      "-c",
      `mount -t tmpfs none /tmp && ${steps}`,
      "sh",
      ...scripts,
    ];
    const env = { ...process.env, FILE: "/tmp/script" };
    const { stdout, stderr } = spawnSync("unshare", shell, { encoding: "utf8", env });
    expect(stderr).toBe("");
    const results = stdout
      .split("==\n")
      .slice(0, -1)
      .map((part, at) => {
        const [said = "", listed = ""] = part.split("--\n");
        return {
          script: scripts[at],
          refusedLine: lineIn(said),
          chains: chainsIn(listed === "" ? null : listed),
        };
      });
    expect(results).toEqual(nftCases);
  });
});

import { expect, test } from "vitest";
import { chainsIn, lineIn, nftCases } from "./nft.cases.ts";
import { World } from "./world.ts";

test("scripts do what they do with the real program", () => {
  const { files, nft } = new World();
  const results = nftCases.map(({ script }) => {
    files.write("/tmp/script", script);
    const result = nft.run(["-f", "/tmp/script"])!;
    expect(result.exitCode).toBe(result.stderr === "" ? 0 : 1);
    return {
      script,
      refusedLine: lineIn(result.stderr),
      chains: chainsIn(nft.tableText("inet mini_mwan")),
    };
  });
  expect(results).toEqual(nftCases);
});

test("a table is listed as it was loaded, as long as the program is installed", () => {
  const { files, nft } = new World();
  files.write("/tmp/script", "table inet x {\n\tchain a {\n\t}\n}\n");
  nft.run(["-f", "/tmp/script"]);
  expect(nft.run(["list", "table", "inet", "x"])).toMatchObject({
    exitCode: 0,
    stdout: "table inet x {\nchain a {\n\t}\n}\n",
  });
  expect(nft.run(["list", "table", "inet", "y"])?.exitCode).toBe(1);
  nft.setInstalled(false);
  expect(nft.run(["list", "table", "inet", "x"])).toBeNull();
  expect(nft.tableText("inet x")).not.toBeNull();
});

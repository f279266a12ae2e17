import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNamespace, namespaceObstacle } from "../node/namespace.ts";
import type { Namespace } from "../node/namespace.ts";
import { findUcode } from "../node/real-program.ts";
import { caseAddresses, rtnlCases } from "./rtnl.cases.ts";

const ucode = findUcode();
const obstacle = ucode === null ? "program: ucode" : namespaceObstacle();

describe.skipIf(obstacle !== null)(`a real kernel gives the same (${obstacle ?? "rtnl"})`, () => {
  let namespace: Namespace;

  beforeAll(() => {
    namespace = createNamespace();
    for (const [name, [ipv4, ipv6]] of Object.entries(caseAddresses)) {
      namespace.addDevice(name, ipv4);
      namespace.run("ip", "address", "add", ipv6, "dev", name, "nodad");
    }
  });

  afterAll(() => namespace.remove());

  test("to every request", () => {
    const steps = rtnlCases.map(({ command, flags, message }) => {
      const bits = flags.map((flag) => `C.${flag}`).join(" | ") || "0";
      const call = `request(C.${command}, ${bits}, ${JSON.stringify(message)})`;
      return `result = ${call}; print({ gives: result, error: error() }, "\\0");`;
    });
    const head = `import { request, error, "const" as C } from "rtnl"; let result;`;
    const output = namespace.run(ucode!, "-R", "-e", [head, ...steps].join("\n"));
    const results = output
      .split("\0")
      .slice(0, -1)
      .map((text, at) => ({ name: rtnlCases[at]?.name, ...JSON.parse(text) }));
    expect(results).toEqual(
      rtnlCases.map(({ name, gives, error }) => ({ name, gives, error: error ?? null }))
    );
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNamespace, namespaceObstacle } from "../node/namespace.ts";
import type { Namespace } from "../node/namespace.ts";
import { findUcode } from "../node/real-program.ts";
import { setUp, socketCases } from "./socket.cases.ts";

const ucode = findUcode();
const obstacle = ucode === null ? "program: ucode" : namespaceObstacle();

describe.skipIf(obstacle !== null)(`a real socket gives the same (${obstacle ?? "raw"})`, () => {
  let namespace: Namespace;

  beforeAll(() => {
    namespace = createNamespace();
    namespace.addDevice("eth1", "192.0.2.2/24");
    namespace.addDevice("wwan0", "198.51.100.2/24");
  });

  afterAll(() => namespace.remove());

  test("to every call", () => {
    const steps = socketCases.map(
      ([call]) =>
        `value = ${call}; print(sprintf("%J", value), "\\0", sprintf("%J", s.error()), "\\0");`
    );
    const head = `import * as S from "socket"; let s, value; ${setUp};`;
    const parts = namespace.run(ucode!, "-R", "-e", [head, ...steps].join("\n")).split("\0");
    const results = socketCases.map(([call], at) => [call, parts[2 * at], parts[2 * at + 1]]);
    expect(results).toEqual(socketCases);
  });
});

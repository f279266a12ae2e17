import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNamespace, namespaceObstacle } from "../node/namespace.ts";
import type { Namespace } from "../node/namespace.ts";
import { findUcode } from "../node/real-program.ts";
import { eventCases, setUp, socketCases } from "./socket.cases.ts";

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

  test.each(eventCases)("and the same events: %s", (_name, start, event, values) => {
    const script = `
      import * as S from "socket";
      import * as U from "uloop";
      let s, handle, from, packet = null, count = 0;
      U.init();
      const watch = (wanted) => { handle = U.handle(s, (events) => {
        print(sprintf("%J", ${event}), "\\0");
        count++;
        if (count == ${values.length}) U.end();
      }, wanted); };
      ${start}
      const limit = U.timer(2000, () => U.end());
      U.run();`;
    expect(namespace.run(ucode!, "-e", script).split("\0")).toEqual([...values, ""]);
  });
});

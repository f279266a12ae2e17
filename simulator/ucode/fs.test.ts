import { beforeEach, expect, test } from "vitest";
import { World } from "../world/world.ts";
import { builtins } from "./builtins.ts";
import { setWorld } from "./current.ts";
import * as F from "./fs.ts";
import { fsCases } from "./fs.cases.ts";

let world: World;

beforeEach(() => {
  world = new World();
  setWorld(world);
});

test("every call gives what the real module gives", () => {
  world.files.makePath("/tmp/empty");
  const script = fsCases.map(([call]) => `out.push([${call}, F.error()]);`).join("\n");
  const out: [unknown, unknown][] = [];
  new Function("F", "out", `let h; const d = "/tmp/empty";\n${script}`)(F, out);
  const shown = out.map(([value, error], at) => [
    fsCases[at]?.[0],
    builtins.sprintf("%J", value),
    builtins.sprintf("%J", error),
  ]);
  expect(shown).toEqual(fsCases);
});

test("sysfs shows a device as it is at that moment", () => {
  world.kernel.addDevice("eth1");
  const read = () => F.readfile("/sys/class/net/eth1/carrier");
  expect(read()).toBe("1\n");
  world.kernel.setCarrier("eth1", false);
  expect(read()).toBe("0\n");
  world.kernel.setUp("eth1", false);
  expect(read()).toBe(null);
  expect(F.error()).toBe("Invalid argument");
  world.kernel.devices.remove("eth1");
  expect(read()).toBe(null);
  expect(F.error()).toBe("No such file or directory");
});

test("/dev/urandom gives other bytes each time, the same ones for the same seed", () => {
  const read = (): string[] => {
    const file = F.open("/dev/urandom")!;
    return [file.read(8)!, file.read(8)!];
  };
  const [first, second] = read();
  expect([first?.length, second?.length]).toEqual([8, 8]);
  expect(first).not.toBe(second);
  setWorld(new World());
  expect(read()).toEqual([first, second]);
});

import { beforeEach, expect, test } from "vitest";
import { daemonObjectName } from "../shared/contract.ts";
import type { Router } from "../simulator/router.ts";
import { createDualStack } from "../simulator/scenarios/two-wans-dual-stack.ts";

/** The daemon's code that is loaded when somebody asks. */
let router: Router;

const packet = { dst: "203.0.113.80" };

beforeEach(() => {
  router = createDualStack({ seed: 7 });
  router.procd.start();
  after(30);
});

function after(seconds: number): void {
  router.world.clock.advance(seconds * 1000);
}

function ask(method: string, args: object): { status: number; data: unknown } {
  return router.world.bus.call(daemonObjectName, method, args);
}

const folder = "/usr/share/mini-mwan/daemon";

/** Takes a bundle away; gives what puts it back. */
function takeAway(path: string): () => void {
  const { code } = router.world;
  const bundle = code.get(path) as object;
  expect(code.delete(path)).toBe(true);
  return () => void code.set(path, bundle);
}

test("without mini-mwan-cli explain says that it needs it, and all else goes on", () => {
  const install = takeAway(`${folder}/explain.uc`);
  expect(ask("explain", packet)).toEqual({
    status: 8,
    data: { message: "explain needs the package mini-mwan-cli; install it" },
  });
  expect(ask("what_if", { down: ["fibre"] }).status).toBe(0);
  after(10);
  install();
  expect(ask("explain", packet)).toMatchObject({ status: 0, data: { section: "fibre" } });
});

test("code of another version is not used, the asker is told what to do, and all else goes on", () => {
  const path = `${folder}/explain.uc`;
  const { code } = router.world;
  const bundle = code.get(path) as object;
  code.set(path, { ...bundle, version: "0.0.1" });
  expect(ask("explain", packet)).toEqual({
    status: 8,
    data: {
      message:
        "the part of mini-mwan that answers this cannot be loaded; install mini-mwan and mini-mwan-cli again: it is of another version than the program",
    },
  });
  expect(ask("what_if", { down: ["fibre"] }).status).toBe(0);
  code.set(path, bundle);
  expect(ask("explain", packet).status).toBe(0);
});

test("code is loaded once for questions that follow each other, and let go when they cease", () => {
  ask("explain", packet);
  const install = takeAway(`${folder}/explain.uc`);
  after(50);
  expect(ask("explain", packet)).toMatchObject({ status: 0, data: { section: "fibre" } });
  after(59);
  expect(ask("explain", packet).status).toBe(0);
  after(61);
  expect(ask("explain", packet).status).toBe(8);
  install();
});

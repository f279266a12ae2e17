/** What the page keeps while it is open: as much after a day as after ten minutes. */
import { beforeEach, afterEach, expect, test, vi } from "vitest";
import type { StatusReply } from "../../../shared/contract.ts";
import type { EventReply } from "../../../shared/queries.ts";
import { createAnsweringHost } from "../../testing/answering-host.ts";
import { path, status, uplink } from "../../testing/replies.ts";
import { UbusError } from "../api/errors.ts";
import { createRouterApi } from "../api/router-api.ts";
import { StatusModel } from "./status-model.ts";

const startS = 1_795_262_400;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A router with eight uplinks of both families, each checked every second; something happens every minute. */
function createBusyRouter() {
  const nowS = (): number => startS + Math.floor(performance.now() / 1000);
  const eventsUntil = (lastId: number, since: number): EventReply[] =>
    Array.from({ length: Math.min(100, lastId - since) }, (_, index, all = lastId - since) => ({
      id: lastId - Math.min(100, all) + index + 1,
      time: startS,
      kind: "state",
      section: "wan0",
      family: "ipv4",
      from: "up",
      to: "down",
      reason: "no reply",
    }));
  const read = (since: number): StatusReply => {
    const now = nowS();
    const lastId = Math.floor((now - startS) / 60) + 50;
    const check = { last_check: now, latency_ms: 12 };
    const uplinks = Array.from({ length: 8 }, (_, index) =>
      uplink(`wan${index}`, index, { ...check, ipv6: path(check), rx_bytes: now, tx_bytes: now })
    );
    const events = eventsUntil(lastId, since);
    return status(uplinks, { now, timestamp: now, events, last_event: lastId });
  };
  return createAnsweringHost({
    status: ({ since }) => read(since as number),
    history: ({ span }) => ({ now: nowS(), span, written: null, paths: [] }),
  });
}

test("a day of polling leaves no more behind than ten minutes", async () => {
  const host = createBusyRouter();
  const model = new StatusModel(createRouterApi(host), host);
  const pollFor = async (seconds: number): Promise<void> => {
    for (let turn = 0; turn < seconds / 5; turn += 1) {
      vi.setSystemTime(Date.now() + 5000);
      await vi.advanceTimersByTimeAsync(5000);
      await host.turn();
      host.calls.length = 0;
    }
  };
  const size = (): number[] => [
    ...Object.values(model.history.shown.value).map((samples) => samples.length),
    model.events.value.length,
    JSON.stringify(model.rates.value).length,
  ];
  await pollFor(3600);
  const afterAnHour = size();
  expect(afterAnHour).toEqual([...Array.from({ length: 16 }, () => 120), 100, expect.anything()]);
  await pollFor(23 * 3600);
  expect(size()).toEqual(afterAnHour);
  expect(model.events.value.at(-1)?.id).toBe(model.status.value?.last_event);
}, 120_000);

test("a history that is refused is said, and the status shown all the same", async () => {
  let isRefused = true;
  const past = { now: startS, span: "recent", written: null, paths: [] };
  const host = createAnsweringHost({
    status: () => status([uplink("wan", 10)]),
    history: () => {
      if (isRefused) throw new UbusError(4, "there is no history");
      return past;
    },
  });
  const model = new StatusModel(createRouterApi(host), host);
  await host.turn();
  expect(model.status.value?.uplinks).toHaveLength(1);
  expect(model.failure.value).toEqual({ kind: "refused", detail: "there is no history" });
  expect(model.isOld.value).toBe(false);
  isRefused = false;
  await host.turn();
  expect(model.failure.value).toBeNull();
  await host.turn();
  expect(host.calls.filter(({ method }) => method === "history")).toHaveLength(2);
});

test("after a long pause the past is read anew", async () => {
  const host = createBusyRouter();
  const model = new StatusModel(createRouterApi(host), host);
  const asked = () => host.calls.filter(({ method }) => method === "history").length;
  await host.turn();
  await vi.advanceTimersByTimeAsync(30_000);
  await host.turn();
  expect(asked()).toBe(1);
  await vi.advanceTimersByTimeAsync(61_000);
  await host.turn();
  expect(asked()).toBe(2);
  expect(model.failure.value).toBeNull();
});

/** Keeps the engine's facts those of netifd. */
import type { Connection, Subscriber } from "ucode:ubus";
import { end, timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import type { BusGate } from "./bus/gate.ts";
import { monotonicMs } from "./clock.ts";
import type { NetifdInterface } from "./netifd/dump.ts";
import { factsFrom, readInterfaces } from "./netifd/facts.ts";
import type { AllFacts } from "./netifd/facts.ts";
import type { Runtime } from "./runtime.ts";
import { writeLog } from "./status/log.ts";

/** netifd's object, whose notifications tell of every change, a renewed lease with another gateway included. */
const netifdObject = "network.interface";

/** netifd finishes its own work after the kernel's news: a second look. */
const secondLookMs = 1000;

/** A look without any news, for what nobody tells; and at last while netifd does not answer. */
const routineLookMs = 30000;

interface FactsReader {
  /** Has them read as soon as ubus allows; at news once more when netifd has finished what it is at. */
  read(isNews: boolean): void;
  /** What the loop calls back into: ucode frees, and so unregisters, what nobody holds. */
  references: unknown[];
}

/**
 * Reads facts at netifd's news and now and then. `onRead` is called after each look, behind all that routes: with
 * what else the interfaces tell when no more is to come.
 */
function createFactsReader(
  runtime: Runtime,
  bus: Connection,
  whenAwake: BusGate,
  onRead: (interfaces: NetifdInterface[] | null) => void
): FactsReader {
  let alarm: Timer | null = null;
  let subscriber: Subscriber | null = null;
  let subscribed = false;
  let asked = false;
  let isNewsDue = false;
  let retryMs = secondLookMs;
  let last: AllFacts | null = null;
  let lastText = "";

  function take(facts: AllFacts): void {
    last = facts;
    const text = sprintf("%J", facts);
    if (text != lastText) {
      lastText = text;
      runtime.dispatch({ kind: "facts", nowMs: monotonicMs(), facts });
    }
  }

  function look(): void {
    asked = false;
    if (bus.list() == null) {
      // Another ubusd than ours: whoever starts next adopts what is in the kernel.
      writeLog("warning", "ubus was restarted; mini-mwan ends, to be started again by procd");
      end();
      return;
    }
    subscribed = subscribed || subscriber?.subscribe?.(netifdObject) == true;
    const interfaces = readInterfaces(bus);
    const isNews = isNewsDue;
    isNewsDue = false;
    if (interfaces != null) {
      take(factsFrom(interfaces, last));
      retryMs = secondLookMs;
      alarm?.set?.(isNews ? secondLookMs : routineLookMs);
    } else {
      // A netifd that hangs holds the loop up for the call's patience each time.
      alarm?.set?.(retryMs);
      retryMs = min(2 * retryMs, routineLookMs);
    }
    onRead(isNews ? null : interfaces);
  }

  function read(isNews: boolean): void {
    isNewsDue = isNewsDue || isNews;
    if (!asked) {
      asked = true;
      whenAwake(look);
    }
  }

  const readAtNews = (): void => read(true);
  alarm = timer(-1, () => read(false));
  subscriber = bus.subscriber(readAtNews, () => {
    subscribed = false;
  });
  const events = bus.listener(netifdObject, readAtNews);
  const objects = bus.listener("ubus.object.add", (_, data) => {
    if (data.path == netifdObject) {
      readAtNews();
    }
  });
  return { read, references: [alarm, subscriber, events, objects] };
}

export { createFactsReader };

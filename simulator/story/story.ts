/**
 * Tells the engine a story on virtual time: uplinks that answer, fall silent, lose their interface.
 * Carries out the engine's effects as the daemon would, and remembers what it asked for.
 */
import type { Config, InterfaceFacts, UplinkConfig } from "../../shared/domain.ts";
import { changesTo } from "../../daemon/engine/diff.ts";
import type { KernelState, RouteChange } from "../../daemon/engine/diff.ts";
import type { Effect, Event } from "../../daemon/engine/event.ts";
import type { DefaultRoute, RoutePlan } from "../../daemon/engine/plan.ts";
import { snapshotOf } from "../../daemon/engine/snapshot.ts";
import { initialState } from "../../daemon/engine/state.ts";
import type { State } from "../../daemon/engine/state.ts";
import { step } from "../../daemon/engine/step.ts";

type Probe = Extract<Effect, { kind: "sendProbe" }>;

/** How an uplink's provider treats a probe, or other traffic: milliseconds to the reply, or null. */
type Behaviour = (probe: Probe | null, nowMs: number) => number | null;

interface Switch {
  atMs: number;
  device: string | null;
}

function uplinkConfig(section: string, settings: Partial<UplinkConfig>): UplinkConfig {
  return {
    section,
    enabled: true,
    interface: section,
    targets: ["1.1.1.1", "8.8.8.8"],
    pingCount: 3,
    pingTimeoutS: 2,
    metric: 100,
    weight: 1,
    fall: 1,
    rise: 3,
    ...settings,
  };
}

function factsFor(section: string, number: number): InterfaceFacts {
  return {
    interface: section,
    up: true,
    device: `eth${number}`,
    carrier: true,
    address: `203.0.${number}.2`,
    hasDefaultRoute: true,
    gateway: `203.0.${number}.1`,
  };
}

/** Applies changes to a kernel that only keeps rules and default routes. */
function carryOut(kernel: KernelState, change: RouteChange): KernelState {
  switch (change.kind) {
    case "replaceRoute": {
      const others = kernel.routes.filter((route) => route.table !== change.route.table);
      return { ...kernel, routes: [...others, change.route] };
    }
    case "deleteRoute":
      return {
        ...kernel,
        routes: kernel.routes.filter((route) => route.table !== change.route.table),
      };
    case "addRule":
      return { ...kernel, rules: [...kernel.rules, change.rule] };
    case "deleteRule": {
      const at = kernel.rules.findIndex(
        (rule) => JSON.stringify(rule) === JSON.stringify(change.rule)
      );
      return { ...kernel, rules: kernel.rules.filter((_, i) => i !== at) };
    }
  }
}

class Story {
  nowMs = 0;
  state: State = initialState;
  kernel: KernelState = { rules: [], routes: [] };
  readonly log: string[] = [];
  readonly probes: (Probe & { atMs: number })[] = [];
  readonly switches: Switch[] = [];
  readonly plans: RoutePlan[] = [];
  /** Called after every single change of the kernel. */
  onChange: (kernel: KernelState) => void = () => {};
  private readonly packets = new Map<string, { rxPackets: number; txPackets: number }>();
  private readonly refused = new Set<number>();
  private readonly behaviours = new Map<string, Behaviour>();
  private readonly facts: Record<string, InterfaceFacts> = {};
  private replies: { atMs: number; event: Event }[] = [];
  private wakeAtMs: number | null = null;
  private watched: string | null = null;
  private readonly queue: Event[] = [];

  private readonly uplinks: Record<string, Partial<UplinkConfig>>;
  private readonly global: Partial<Config["global"]>;

  /** Uplinks by section, in order, each with the settings that differ from the defaults. */
  constructor(
    uplinks: Record<string, Partial<UplinkConfig>>,
    global: Partial<Config["global"]> = {}
  ) {
    this.uplinks = uplinks;
    this.global = global;
    Object.keys(uplinks).forEach((section, i) => {
      this.facts[section] = factsFor(section, i + 1);
      this.behaviours.set(section, () => 20 + 10 * i);
    });
  }

  /** Configuration and facts arrive as at the daemon's start. */
  start(): this {
    this.configure(this.uplinks);
    return this.dispatch({ kind: "facts", nowMs: this.nowMs, facts: { ...this.facts } });
  }

  configure(uplinks: Record<string, Partial<UplinkConfig>>): this {
    const config: Config = {
      global: { enabled: true, mode: "failover", checkIntervalS: 5, ...this.global },
      uplinks: Object.keys(uplinks).map((section) =>
        uplinkConfig(section, uplinks[section] as Partial<UplinkConfig>)
      ),
    };
    return this.dispatch({ kind: "config", nowMs: this.nowMs, config, slots: {} });
  }

  answers(section: string, rttMs: number): this {
    this.behaviours.set(section, () => rttMs);
    return this;
  }

  silences(section: string): this {
    this.behaviours.set(section, () => null);
    return this;
  }

  behaves(section: string, behaviour: Behaviour): this {
    this.behaviours.set(section, behaviour);
    return this;
  }

  /** netifd or the kernel says something new of the interface. */
  changes(section: string, facts: Partial<InterfaceFacts>): this {
    this.facts[section] = { ...(this.facts[section] as InterfaceFacts), ...facts };
    return this.dispatch({ kind: "facts", nowMs: this.nowMs, facts: { ...this.facts } });
  }

  /** The kernel refuses every change of this table from now on. */
  refuses(table: number): this {
    this.refused.add(table);
    return this;
  }

  /** Somebody removes all our rules, as netifd does on its first load. */
  losesRules(): this {
    this.kernel = { ...this.kernel, rules: [] };
    return this.dispatch({ kind: "kernelChanged", nowMs: this.nowMs });
  }

  /** Somebody uses the line for these seconds: packets go out, and come back while it answers. */
  uses(seconds: number): this {
    for (let second = 0; second < seconds; second++) {
      this.after(1);
      const section = this.watched;
      if (section === null) continue;
      const answered = this.behaviours.get(section)?.(null, this.nowMs) != null;
      const before = this.packets.get(section) ?? { rxPackets: 0, txPackets: 0 };
      const counters = {
        rxPackets: before.rxPackets + (answered ? 10 : 0),
        txPackets: before.txPackets + 10,
      };
      this.packets.set(section, counters);
      this.dispatch({ kind: "counters", nowMs: this.nowMs, section, family: "ipv4", ...counters });
    }
    return this;
  }

  /** Lets time pass, with everything that falls due in it. */
  after(seconds: number): this {
    const endMs = this.nowMs + seconds * 1000;
    for (;;) {
      const next = this.nextEvent(endMs);
      if (next === null) break;
      this.nowMs = Math.max(this.nowMs, next.nowMs);
      this.dispatch(next);
    }
    this.nowMs = endMs;
    return this;
  }

  /** Device that new connections leave by: the active table's route. */
  get carrier(): string | null {
    return this.routeIn(7700)?.device ?? null;
  }

  routeIn(table: number): DefaultRoute | null {
    return this.kernel.routes.find((route) => route.table === table) ?? null;
  }

  status(section: string) {
    const snapshot = snapshotOf(this.state, this.nowMs, 0, {});
    return snapshot?.uplinks.find((uplink) => uplink.section === section) ?? null;
  }

  private nextEvent(endMs: number): Event | null {
    this.replies.sort((a, b) => a.atMs - b.atMs);
    const reply = this.replies[0];
    const wakeMs = this.wakeAtMs ?? Infinity;
    if (reply !== undefined && reply.atMs <= Math.min(wakeMs, endMs)) {
      this.replies.shift();
      return reply.event;
    }
    if (wakeMs > endMs) return null;
    this.wakeAtMs = null;
    return { kind: "tick", nowMs: Math.max(wakeMs, this.nowMs) };
  }

  /** One event after the other: what an effect causes waits until all effects are carried out. */
  dispatch(event: Event): this {
    this.queue.push(event);
    if (this.queue.length > 1) return this;
    while (this.queue[0] !== undefined) {
      const result = step(this.state, this.queue[0]);
      this.state = result.state;
      result.effects.forEach((effect) => this.perform(effect));
      this.queue.shift();
    }
    return this;
  }

  private perform(effect: Effect): void {
    switch (effect.kind) {
      case "sendProbe":
        this.probes.push({ ...effect, atMs: this.nowMs });
        this.send(effect);
        break;
      case "applyPlan":
        this.apply(effect.plan);
        break;
      case "log":
        this.log.push(effect.text);
        break;
      case "wakeAt":
        this.wakeAtMs = effect.atMs;
        break;
      case "watchTraffic":
        this.watched = effect.section;
        break;
      case "publish":
        break;
    }
  }

  private send(probe: Probe): void {
    const rttMs = this.behaviours.get(probe.section)?.(probe, this.nowMs) ?? null;
    if (rttMs === null) return;
    const atMs = this.nowMs + rttMs;
    const { section, family, sequence } = probe;
    const event: Event = {
      kind: "reply",
      nowMs: atMs,
      section,
      family,
      sequence,
      rttUs: rttMs * 1000,
    };
    this.replies.push({ atMs, event });
  }

  private apply(plan: RoutePlan): void {
    const before = this.carrier;
    this.plans.push(plan);
    const failedTables: number[] = [];
    for (const change of changesTo(this.kernel, plan)) {
      const table = "route" in change ? change.route.table : change.rule.table;
      if (this.refused.has(table)) {
        failedTables.push(table);
        continue;
      }
      this.kernel = carryOut(this.kernel, change);
      this.onChange(this.kernel);
    }
    if (this.carrier !== before) {
      this.switches.push({ atMs: this.nowMs, device: this.carrier });
    }
    this.dispatch({ kind: "applied", nowMs: this.nowMs, failedTables });
  }
}

export { Story };

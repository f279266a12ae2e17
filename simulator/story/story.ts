/**
 * Tells the engine a story on virtual time: uplinks that answer, fall silent, lose their interface.
 * Carries out the engine's effects as the daemon would, and remembers what it asked for.
 */
import type {
  Config,
  Family,
  FamilyFacts,
  GlobalConfig,
  InterfaceFacts,
  PolicyRule,
  Transition,
  UplinkConfig,
} from "../../shared/domain.ts";
import type { MarkingPlan } from "../../daemon/engine/marking.ts";
import { transitionText } from "../../daemon/engine/transition.ts";
import { changesTo } from "../../daemon/engine/diff.ts";
import type { KernelState } from "../../daemon/engine/diff.ts";
import type { Effect, Event, OverrideAction } from "../../daemon/engine/event.ts";
import type { DefaultRoute, RoutePlan } from "../../daemon/engine/plan.ts";
import { snapshotOf } from "../../daemon/engine/snapshot.ts";
import { initialState } from "../../daemon/engine/state.ts";
import type { State } from "../../daemon/engine/state.ts";
import { step } from "../../daemon/engine/step.ts";
import { Agenda } from "./agenda.ts";
import { Arrivals } from "./arrivals.ts";
import { Counters } from "./counters.ts";
import { carryOut, defaults, factsFor, uplinkConfig } from "./household.ts";

type Probe = Omit<Extract<Effect, { kind: "sendProbes" }>, "targets"> & { target: string };

/** How an uplink's provider treats a probe, or other traffic: milliseconds to the reply, or null. */
type Behaviour = (probe: Probe | null, nowMs: number) => number | null;

interface Switch {
  atMs: number;
  device: string | null;
}

class Story {
  nowMs = 0;
  state: State = initialState;
  kernel: KernelState = { rules: [], routes: [] };
  kernel6: KernelState = { rules: [], routes: [] };
  /** The marks in force. */
  marking: MarkingPlan | null = null;
  markingFailure: string | null = null;
  readonly markings: (MarkingPlan | null)[] = [];
  readonly log: string[] = [];
  readonly transitions: (Transition & { atMs: number })[] = [];
  readonly probes: (Probe & { atMs: number })[] = [];
  readonly switches: Switch[] = [];
  readonly plans: RoutePlan[] = [];
  /** Policy rules of the next configuration. */
  rules: PolicyRule[] = [];
  /** Called after every single change of the kernel. */
  onChange: (kernel: KernelState) => void = () => {};
  readonly counters = new Counters();
  private readonly refused = new Set<number>();
  private readonly behaviours = new Map<string, Behaviour>();
  private readonly facts: Record<string, FamilyFacts> = {};
  private readonly agenda = new Agenda();
  private readonly arrivals = new Arrivals();
  private wakeAtMs: number | null = null;
  private watched: string[] = [];
  private readonly queue: Event[] = [];

  private readonly uplinks: Record<string, Partial<UplinkConfig>>;
  private readonly global: Partial<GlobalConfig>;

  /** Uplinks by section, in order, each with the settings that differ from the defaults. */
  constructor(uplinks: Record<string, Partial<UplinkConfig>>, global: Partial<GlobalConfig> = {}) {
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
      global: { ...defaults.global, ...this.global },
      rules: this.rules,
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

  /** From now on so many packets come in each second, whatever becomes of the probes. */
  receives(section: string, perS: number): this {
    this.counters.stream(section, perS, this.nowMs);
    return this;
  }

  /** The router has no time for the daemon; what is under way goes on. */
  stalls(seconds: number): this {
    const endMs = this.nowMs + seconds * 1000;
    this.agenda.carryOut(false, endMs);
    this.nowMs = endMs;
    return this;
  }

  /** netifd or the kernel says something new of the interface; null takes the family away. */
  changes(section: string, facts: Partial<InterfaceFacts> | null, family: Family = "ipv4"): this {
    const before = this.facts[section] as FamilyFacts;
    const after = facts === null ? null : { ...(before[family] as InterfaceFacts), ...facts };
    if (facts?.address && !facts.sources && after) after.sources = [facts.address];
    this.facts[section] = { ...before, [family]: after };
    return this.dispatch({ kind: "facts", nowMs: this.nowMs, facts: { ...this.facts } });
  }

  /** A person orders something for an uplink; `seconds` null means until further notice. */
  orders(section: string, action: OverrideAction, seconds: number | null = null): this {
    const forMs = seconds === null ? null : seconds * 1000;
    return this.dispatch({ kind: "override", nowMs: this.nowMs, section, action, forMs });
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
      for (const section of this.watched) this.count(section);
    }
    return this;
  }

  private count(section: string): void {
    const answered = this.behaviours.get(section)?.(null, this.nowMs) != null;
    this.counters.add(section, answered ? 10 : 0, 10);
    this.read(section);
  }

  private read(section: string): void {
    const { nowMs } = this;
    const readings = this.counters.read(section, nowMs);
    this.dispatch({ kind: "counters", nowMs, section, readings });
  }

  /** Lets time pass, with everything that falls due in it. */
  after(seconds: number): this {
    const endMs = this.nowMs + seconds * 1000;
    for (;;) {
      const wakeMs = this.wakeAtMs ?? Infinity;
      const first = this.agenda.takeFirst(Math.min(wakeMs, endMs));
      if (first === null && wakeMs > endMs) break;
      this.nowMs = Math.max(this.nowMs, first?.atMs ?? wakeMs);
      if (first === null) this.wakeAtMs = null;
      if (first === null) this.dispatch({ kind: "tick", nowMs: this.nowMs });
      else first.happens();
    }
    this.nowMs = endMs;
    return this;
  }

  /** Device that new connections leave by: the active table's route. */
  get carrier(): string | null {
    return this.routeIn(7700)?.device ?? null;
  }

  get carrier6(): string | null {
    return this.kernel6.routes.find((route) => route.table === 7700)?.device ?? null;
  }

  routeIn(table: number): DefaultRoute | null {
    return this.kernel.routes.find((route) => route.table === table) ?? null;
  }

  get snapshot() {
    return snapshotOf(this.state, this.nowMs, 0, {});
  }

  status(section: string) {
    return this.snapshot?.uplinks.find((uplink) => uplink.section === section) ?? null;
  }

  /** One event after the other: what an effect causes waits until all effects are carried out. */
  dispatch(event: Event): this {
    const isBusy = this.queue.length > 0;
    if (!isBusy && event.kind === "tick") this.agenda.carryOut(true, this.nowMs);
    // As in the daemon: what has arrived comes before anything that may judge what has not.
    if (!isBusy) this.queue.push(...this.arrivals.take(this.nowMs));
    this.queue.push(event);
    if (isBusy) return this;
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
      case "sendProbes":
        effect.targets.forEach((target, i) => {
          const probe = { ...effect, target, sequence: effect.sequence + i };
          this.agenda.add(effect.atMs, true, () => this.send(probe));
        });
        break;
      case "readCounters":
        this.read(effect.section);
        break;
      case "applyPlan":
        this.apply(effect.plan);
        break;
      case "wakeAt":
        this.wakeAtMs = effect.atMs;
        break;
      case "watchTraffic":
        this.watched = Object.keys(effect.devices);
        break;
      case "applyMarking":
        this.markings.push(effect.plan);
        if (this.markingFailure === null) this.marking = effect.plan;
        this.dispatch({ kind: "marked", nowMs: this.nowMs, failure: this.markingFailure });
        break;
      case "transition":
        this.transitions.push({ ...effect.transition, atMs: this.nowMs });
        this.log.push(transitionText(effect.transition));
        break;
      case "saveOverrides":
      case "sample":
      case "publish":
        break;
    }
  }

  private send(probe: Probe): void {
    const { section, family, sequence } = probe;
    const path = this.state.uplinks[section]?.paths[family];
    if (!path?.inFlight.some((waiting) => waiting.sequence === sequence)) return;
    this.probes.push({ ...probe, atMs: this.nowMs });
    if (this.nowMs > probe.atMs) {
      this.dispatch({ kind: "sent", nowMs: this.nowMs, section, family, sequence, count: 1 });
    }
    const rttMs = this.behaviours.get(section)?.(probe, this.nowMs) ?? null;
    if (rttMs === null) return;
    this.agenda.add(this.nowMs + rttMs, false, () =>
      this.arrivals.add({ section, family, sequence, rttUs: rttMs * 1000 })
    );
  }

  private apply(plan: RoutePlan): void {
    const kernel = plan.family === "ipv4" ? "kernel" : "kernel6";
    const before = this.carrier;
    this.plans.push(plan);
    const failedTables: number[] = [];
    const changes = changesTo(this[kernel], plan);
    for (const change of changes) {
      const table = "route" in change ? change.route.table : change.rule.table;
      if (this.refused.has(table)) {
        failedTables.push(table);
        continue;
      }
      this[kernel] = carryOut(this[kernel], change);
      this.onChange(this[kernel]);
    }
    const [{ family }, { nowMs }, changeCount] = [plan, this, changes.length];
    if (this.carrier !== before) this.switches.push({ atMs: nowMs, device: this.carrier });
    this.dispatch({ kind: "applied", nowMs, family, failedTables, changeCount });
  }
}

export { Story };

/**
 * What the page runs with in place of `preact/hooks` and `@preact/signals`: as much of both as it uses. A component is
 * rendered again when a signal that it read changes, or with other props, and not otherwise.
 */
import { batch, effect as coreEffect, signal, untracked } from "@preact/signals-core";
import type { Signal } from "@preact/signals-core";
import { Component, options } from "preact";
import type { ComponentChild, Context } from "preact";
import type { EffectCallback, Inputs } from "preact/hooks";
import type * as signals from "@preact/signals";
import { refuseWhatIsLeftOut } from "./limits.ts";

/** What one call of a hook keeps from one rendering to the next. */
interface Slot {
  inputs?: Inputs | undefined;
  value?: unknown;
  end?: (() => void) | void;
}

/** A component of a context, which is rendered with the context's value. */
type Provider = Component<{ value: unknown }>;

/** A component with what preact keeps in it, by the names that stay the same in all of preact's versions. */
interface Rendered extends Component {
  /** What is to be called once the DOM is up to date. */
  __h: (() => void)[];
  /** The nearest providers. */
  context: Record<string, Provider | undefined>;
  slots?: Slot[];
  /** Ends the listening to the signals that the latest rendering read. */
  deafen?: () => void;
}

/** A node of a component. */
interface RenderedNode {
  __c: Rendered;
}

/** The one that is being rendered. */
let component: Rendered;
let nextSlot = 0;

/** From now on the component is rendered within an effect. */
function listen(listener: Rendered): void {
  const render = listener.render;
  listener.slots = [];
  listener.render = function (...args) {
    let isRendering = true;
    let rendered: ComponentChild;
    this.deafen?.();
    this.deafen = coreEffect(() => {
      if (isRendering) rendered = render.apply(this, args) as ComponentChild;
      else this.forceUpdate();
    });
    isRendering = false;
    return rendered;
  };
}

Object.assign(options, {
  /** preact calls it before it renders a component. */
  __r({ __c: rendered }: RenderedNode): void {
    component = rendered;
    nextSlot = 0;
    if (!component.slots) listen(component);
  },
  unmount({ __c: gone }: Partial<RenderedNode>): void {
    gone?.slots?.forEach(({ end }) => end?.());
    gone?.deafen?.();
  },
});

type Props = Record<string, unknown>;

Component.prototype.shouldComponentUpdate = function (next: Props) {
  const props: Props = this.props;
  return [props, next].some((some) => Object.keys(some).some((name) => props[name] !== next[name]));
};

if (import.meta.env.DEV) refuseWhatIsLeftOut();

/** The next slot, and whether it is new or its inputs have changed. */
function takeSlot(inputs?: Inputs): [slot: Slot, isStale: boolean] {
  const slot = (component.slots![nextSlot++] ??= {});
  const before = slot.inputs;
  slot.inputs = inputs;
  const isStale = !before || !inputs || inputs.some((input, at) => input !== before[at]);
  return [slot, isStale];
}

function useMemo<T>(make: () => T, inputs: Inputs): T {
  const [slot, isStale] = takeSlot(inputs);
  if (isStale) slot.value = make();
  return slot.value as T;
}

function useRef<T>(initial: T): { current: T } {
  return useMemo(() => ({ current: initial }), []);
}

function useSignal<T>(initial: T): Signal<T> {
  return useMemo(() => signal(initial), []);
}

/** The value stays what it was when the component was first rendered, as that of a language does. */
function useContext<T>(context: Context<T>): T {
  const { __c: id, __: fallback } = context as unknown as { __c: string; __: T };
  const provider = component.context[id];
  return provider ? (provider.props.value as T) : fallback;
}

/** `run` may give what ends it: before it runs again, and when the component goes. */
function useLayoutEffect(run: EffectCallback, inputs?: Inputs): void {
  const [slot, isStale] = takeSlot(inputs);
  const { __h: afterwards } = component;
  if (isStale)
    afterwards.push(() => {
      slot.end?.();
      slot.end = run();
    });
}

/** What ends the effects of the model that is being made. */
let ends: (() => void)[] | null = null;

const effect: typeof signals.effect = (run) => {
  const end = coreEffect(run);
  ends?.push(end);
  return end;
};

/** A function that changes all signals it changes at once, and listens to none. */
function actionOf(run: (...args: unknown[]) => unknown) {
  return (...args: unknown[]): unknown => batch(() => untracked(() => run(...args)));
}

/** Symbol.dispose; browsers that do not know it take its name, as they do in the library. */
const { dispose } = Symbol as unknown as { dispose: "undefined" };

/** Models may be made of models, which end with them. */
function createModel(make: (...args: unknown[]) => Record<string, unknown>) {
  return function (...args: unknown[]) {
    const outer = ends;
    const own: (() => void)[] = (ends = []);
    try {
      const model = make(...args);
      for (const [name, part] of Object.entries(model))
        if (typeof part === "function") model[name] = actionOf(part as () => unknown);
      model[dispose] = () => own.forEach((end) => end());
      return model;
    } finally {
      outer?.push(...own);
      ends = outer;
    }
  };
}

/** Ends the model with the component. */
function useModel<M extends { [dispose](): void }>(make: () => M): M {
  const model = useMemo(make, []);
  useLayoutEffect(() => model[dispose], []);
  return model;
}

export { batch, computed, signal, untracked } from "@preact/signals-core";
export { createModel, effect, useModel, useSignal };
/** Nothing of the page has to wait for the browser to paint. */
export { useContext, useLayoutEffect as useEffect, useLayoutEffect, useMemo, useRef };

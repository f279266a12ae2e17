/** What stands in for preact's hooks and signals does what the page's components and models ask of them. */
import { batch, computed, createModel, effect, signal } from "@preact/signals";
import { useModel, useSignal } from "@preact/signals";
import { Component, createContext, render } from "preact";
import type { ComponentChildren, JSX } from "preact";
import { useContext, useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const root = document.createElement("div");
let log: string[] = [];

/** What was noted since the last look. */
function noted(): string[] {
  return log.splice(0);
}

function show(children: ComponentChildren): string {
  render(children, root);
  return root.textContent ?? "";
}

/** Components are rendered again in a microtask. */
async function text(): Promise<string> {
  await Promise.resolve();
  return root.textContent ?? "";
}

beforeEach(() => {
  log = [];
});
afterEach(() => render(null, root));

describe("a component is rendered again", () => {
  const [count, other] = [signal(0), signal(0)];
  const sum = computed(() => count.value + other.value);
  const [isFirst, first, second] = [signal(true), signal("1"), signal("2")];

  function Reader({ label }: { label: string }) {
    log.push(label);
    return (
      <b>
        {label} {count.value}
      </b>
    );
  }

  test("when a signal that it read changes, and not when another does", async () => {
    expect(show(<Reader label="a" />)).toBe("a 0");
    count.value = 1;
    expect(await text()).toBe("a 1");
    other.value += 1;
    await text();
    expect(noted()).toEqual(["a", "a"]);
  });

  test("once, however many of its signals change", async () => {
    const Sum = () => <i>{log.push("sum") && sum.value + other.value}</i>;
    show(<Sum />);
    noted();
    batch(() => {
      count.value = 10;
      other.value = 20;
    });
    expect(await text()).toBe("50");
    expect(noted()).toEqual(["sum"]);
  });

  test("with other props, and not with the same ones", () => {
    show(<Reader label="a" />);
    show(<Reader label="a" />);
    expect(noted()).toEqual(["a"]);
    show(<Reader label="b" />);
    expect(noted()).toEqual(["b"]);
  });

  test("never when it is gone", async () => {
    show(<Reader label="a" />);
    render(null, root);
    noted();
    count.value += 1;
    await text();
    expect(noted()).toEqual([]);
  });

  test("after what it read last, not what it read before", async () => {
    const Either = () => <b>{log.push("b") && (isFirst.value ? first.value : second.value)}</b>;
    show(<Either />);
    isFirst.value = false;
    expect(await text()).toBe("2");
    noted();
    first.value = "one";
    await text();
    expect(noted()).toEqual([]);
    second.value = "two";
    expect(await text()).toBe("two");
  });
});

describe("hooks keep from one rendering to the next", () => {
  test("signals, references, and what is made anew only for other inputs", async () => {
    let press = (): void => {};
    function Counter({ step }: { step: number }) {
      const count = useSignal(0);
      const renderings = useRef(0);
      renderings.current += 1;
      const double = useMemo(() => log.push("made") && step * 2, [step]);
      press = () => {
        count.value += step;
      };
      return <b>{`${count.value} ${double} ${renderings.current}`}</b>;
    }
    expect(show(<Counter step={1} />)).toBe("0 2 1");
    press();
    expect(await text()).toBe("1 2 2");
    expect(show(<Counter step={5} />)).toBe("1 10 3");
    expect(noted()).toEqual(["made", "made"]);
  });

  test("effects, which see the DOM and are ended before they run again and with the component", () => {
    function Effects({ name }: { name: string }) {
      const node = useRef<HTMLElement>(null);
      useLayoutEffect(() => {
        log.push(`begin ${node.current?.textContent}`);
        return () => void log.push(`end ${name}`);
      }, [name]);
      useEffect(() => void log.push("always"));
      return <b ref={node}>{name}</b>;
    }
    show(<Effects name="a" />);
    expect(noted()).toEqual(["begin a", "always"]);
    show(<Effects name="b" />);
    expect(noted()).toEqual(["end a", "begin b", "always"]);
    render(null, root);
    expect(noted()).toEqual(["end b"]);
  });

  test("the nearest context, or its fallback", () => {
    const Language = createContext("none");
    const Word = () => <b>{useContext(Language)} </b>;
    const nested = (
      <Language value="de">
        <Word />
        <Language value="fr">
          <Word />
        </Language>
      </Language>
    );
    expect(show([<Word key="1" />, <div key="2">{nested}</div>])).toBe("none de fr ");
  });
});

describe("a model", () => {
  const Inner = createModel(() => {
    effect(() => () => void log.push("inner ended"));
    return {};
  });
  const Outer = createModel((name: string) => {
    const [first, last] = [signal(name), signal("")];
    effect(() => {
      log.push(`${first.value} ${last.value}`);
      return () => void log.push("ended");
    });
    return {
      inner: new Inner(),
      first,
      rename(to: string): void {
        first.value = to;
        last.value = to.toUpperCase();
      },
    };
  });

  test("changes all at once, and ends with the component that has it, parts included", async () => {
    let rename = (_to: string): void => {};
    function Owner() {
      const model = useModel(() => new Outer("ann"));
      rename = model.rename;
      return <b>{model.first.value}</b>;
    }
    expect(show(<Owner />)).toBe("ann");
    rename("bob");
    expect(await text()).toBe("bob");
    expect(noted()).toEqual(["ann ", "ended", "bob BOB"]);
    render(null, root);
    expect(noted()).toEqual(["ended", "inner ended"]);
  });

  test("makes nobody listen who calls it", () => {
    const model = new Outer("ann");
    noted();
    const stop = effect(() => {
      log.push("outside");
      model.rename("eve");
    });
    model.first.value = "zoe";
    expect(noted().filter((word) => word === "outside")).toHaveLength(1);
    stop();
  });
});

class Old extends Component {
  override render() {
    return null;
  }
}

const words = signal("text");

test.each<[string, () => JSX.Element]>([
  ["<Old> is a class", () => <Old />],
  ["<b> is given a signal as children", () => <b>{words}</b>],
  ["<b> is given a signal as title", () => <b title={words} />],
  ["<b> has the property style", () => <b style="color: red" />],
  [
    "<b> has the property dangerouslySetInnerHTML",
    () => <b dangerouslySetInnerHTML={{ __html: "" }} />,
  ],
  ["<progress> is no element of the page", () => <progress />],
  ["<b> has a function as its ref; use useRef()", () => <b ref={() => {}} />],
])("%s, which the built page cannot do: the sources refuse it", (limit, make) => {
  expect(make).toThrow(`${limit}, which the built page cannot do`);
});

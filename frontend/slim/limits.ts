/**
 * What the built page cannot do, because `scripts/page/facts.mjs` and `signals.ts` leave it out of the libraries, is
 * refused wherever the sources run, tests included: there it would work, and on the router it would not.
 */
import { Signal } from "@preact/signals-core";
import { options } from "preact";
import type { VNode } from "preact";

const absentElements = ["math", "foreignObject", "template", "progress", "textarea"];

const absentProps =
  /^(dangerouslySetInnerHTML|default(Value|Checked)|is|style|popover|list|form|download|rowSpan|colSpan|width|height|className|xlink.*|on.*Capture)$/;

/** The first thing of an element that the built page does not know; null when it knows all. */
function limitOf({ type, props, ref }: VNode): string | null {
  if (typeof type === "function")
    return type.prototype && "render" in type.prototype ? "is a class" : null;
  if (absentElements.includes(type)) return "is no element of the page";
  if (typeof ref === "function") return "has a function as its ref; use useRef()";
  const [prop] = Object.entries(props as Record<string, unknown>).flatMap(([name, value]) => {
    if (absentProps.test(name)) return `has the property ${name}`;
    const values: unknown[] = [value].flat();
    if (values.some((one) => one instanceof Signal)) return `is given a signal as ${name}`;
    const isCall = name === "children" && values.some((one) => typeof one === "function");
    return isCall ? "has a function among its children" : [];
  });
  return prop ?? null;
}

/** From now on such an element is an error. */
function refuseWhatIsLeftOut(): void {
  options.vnode = (node) => {
    const limit = limitOf(node);
    const name = typeof node.type === "function" ? node.type.name : node.type;
    if (limit !== null) throw new Error(`<${name}> ${limit}, which the built page cannot do`);
  };
}

export { refuseWhatIsLeftOut };

/** Puts the page's content into a node. */
import { render } from "preact";
import type { ComponentChildren } from "preact";
import { TranslateContext } from "../models/translate.ts";
import type { Translate } from "../models/translate.ts";

function show(node: Element, translate: Translate, children: ComponentChildren): void {
  node.classList.add("mini-mwan");
  render(<TranslateContext value={translate}>{children}</TranslateContext>, node);
}

export { show };

import type { ComponentChildren } from "preact";

/** Names and values. */
function Facts({ children, isBig = false }: { children: ComponentChildren; isBig?: boolean }) {
  return <dl class={isBig ? "mm-facts mm-big" : "mm-facts"}>{children}</dl>;
}

interface FactProps {
  name: string;
  children: ComponentChildren;
  /** More than fits one column. */
  isWide?: boolean;
}

function Fact({ name, children, isWide = false }: FactProps) {
  return (
    <div class={isWide ? "mm-wide" : undefined}>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

export { Fact, Facts };

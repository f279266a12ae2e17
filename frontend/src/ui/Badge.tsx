/** A word that stands for a state, coloured in the theme's way. */
import type { ComponentChildren } from "preact";

type BadgeTone = "success" | "warning" | "danger" | "plain";

interface BadgeProps {
  tone: BadgeTone;
  children: ComponentChildren;
}

function Badge({ tone, children }: BadgeProps) {
  return <span class={`label mm-badge ${tone}`}>{children}</span>;
}

export { Badge };
export type { BadgeTone };

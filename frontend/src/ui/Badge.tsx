/** A word that stands for a state, coloured in the theme's way. */
import type { ComponentChildren } from "preact";

type BadgeTone = "good" | "degraded" | "bad" | "neutral" | "plain";

interface BadgeProps {
  tone: BadgeTone;
  children: ComponentChildren;
}

function Badge({ tone, children }: BadgeProps) {
  return <span class={`mm-badge mm-${tone}`}>{children}</span>;
}

export { Badge };

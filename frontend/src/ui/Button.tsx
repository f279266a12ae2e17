import type { ComponentChildren } from "preact";

/** What the button means; LuCI's themes colour it. */
type ButtonKind = "positive" | "neutral" | "apply" | "save" | "reset" | "add" | "remove" | "edit";

interface ButtonProps {
  kind: ButtonKind;
  onClick: () => void;
  id?: string;
  isDisabled?: boolean;
  /** Something runs that it started: it cannot be pressed again, but keeps the focus. */
  isBusy?: boolean;
  /** Whether what it opens is open; left out when it opens nothing. */
  isOpen?: boolean;
  /** Whether it is the chosen one of several; left out when it is no choice. */
  isPressed?: boolean;
  isImportant?: boolean;
  /** Says what a sign or a repeated word stands for. */
  label?: string;
  children: ComponentChildren;
}

function Button(props: ButtonProps) {
  const { kind, onClick, id, isDisabled = false, isBusy = false, isImportant = false } = props;
  const classes = ["btn", "cbi-button", `cbi-button-${kind}`];
  if (isImportant) classes.push("important");
  if (isBusy) classes.push("spinning");
  return (
    <button
      type="button"
      class={classes.join(" ")}
      id={id}
      disabled={isDisabled}
      aria-disabled={isBusy || undefined}
      aria-expanded={props.isOpen}
      aria-pressed={props.isPressed}
      aria-label={props.label}
      title={props.label}
      onClick={isBusy ? undefined : onClick}
    >
      {props.children}
    </button>
  );
}

export { Button };

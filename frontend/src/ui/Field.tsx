/** A labelled control with its help and what is wrong with it, in LuCI's layout of forms. */
import type { ComponentChildren } from "preact";

/** What a control has to carry so that label, help and objection belong to it. */
interface ControlProps {
  id: string;
  "aria-describedby": string;
  "aria-invalid": boolean;
}

interface FieldProps {
  id: string;
  label: string;
  /** After the control; null for none. */
  unit: string | null;
  help: string;
  /** Why the value cannot be saved; null when it can. */
  objection: string | null;
  /** What the router said of the stored value. */
  remark: string | null;
  children: (props: ControlProps) => ComponentChildren;
}

function Field({ id, label, unit, help, objection, remark, children }: FieldProps) {
  const describedBy = `${id}-help ${id}-error`;
  return (
    <div class={objection === null ? "cbi-value" : "cbi-value cbi-value-error"}>
      <label class="cbi-value-title" for={id}>
        {label}
      </label>
      <div class="cbi-value-field">
        <div class="mm-control">
          {children({ id, "aria-describedby": describedBy, "aria-invalid": objection !== null })}
          {unit !== null && <span class="mm-muted">{unit}</span>}
        </div>
        <div id={`${id}-error`} aria-live="polite">
          {objection !== null && <p class="mm-objection">{objection}</p>}
          {objection === null && remark !== null && <p class="mm-remark">{remark}</p>}
        </div>
        <div class="cbi-value-description" id={`${id}-help`}>
          {help}
        </div>
      </div>
    </div>
  );
}

export { Field };
export type { ControlProps };

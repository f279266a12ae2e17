import type { ComponentChildren } from "preact";

interface NoticeProps {
  tone: "success" | "info" | "warning" | "danger";
  /** Above the text, where one is needed. */
  title?: string;
  children: ComponentChildren;
  /** Buttons that help. */
  actions?: ComponentChildren;
}

/** A message in the page's flow; what is urgent is read out at once. */
function Notice({ tone, title, children, actions }: NoticeProps) {
  return (
    <div class={`alert-message ${tone}`} role={tone === "danger" ? "alert" : "status"}>
      {title && <h4>{title}</h4>}
      <div>{children}</div>
      {actions && <div class="mm-actions">{actions}</div>}
    </div>
  );
}

export { Notice };

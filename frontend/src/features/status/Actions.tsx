/** What can be done with an uplink: each thing is explained first and undone with one press. */
import { formatSpan } from "../../models/format.ts";
import type { OrdersModel, Topic } from "../../models/orders-model.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { Button } from "../../ui/Button.tsx";

/** Nothing that changes with every refresh, so that this is not drawn anew with it. */
interface ActionsProps {
  section: string;
  /** Of its interface. */
  name: string;
  orders: OrdersModel;
  mayWrite: boolean;
}

/** Seconds; null is for good. */
const durations = [900, 3600, null];

function describeTopics(_: Translate, name: string): [Topic, label: string, effect: string][] {
  return [
    [
      "force",
      _("Use…"),
      fill(
        _(
          "New connections go through %s as long as it works, whatever the configuration prefers. Existing ones stay where they are."
        ),
        name
      ),
    ],
    [
      "drain",
      _("Drain…"),
      fill(
        _(
          "%s gets no new connections unless nothing else works. Existing ones stay until they end."
        ),
        name
      ),
    ],
    [
      "disable",
      _("Disable…"),
      fill(
        _("%s is not used at all, even if nothing else works. Its connections are cut or moved."),
        name
      ),
    ],
    ["what_if", _("What if it fails?"), _("Asking the router…")],
  ];
}

/** Where the focus goes when what had it is gone. */
function focusAction(section: string, topic: Topic): void {
  document.getElementById(`mm-${topic}-${section}`)?.focus();
}

/** An order that is in force, and the way out of it. */
function Undo({ section, orders }: Pick<ActionsProps, "section" | "orders">) {
  const _ = useTranslate();
  const undo = async (): Promise<void> => {
    await orders.use(section, "auto");
    focusAction(section, "force");
  };
  return (
    <Button kind="reset" isBusy={orders.busy.value === section} onClick={() => void undo()}>
      {_("Undo")}
    </Button>
  );
}

interface ExplanationProps extends ActionsProps {
  topic: Topic;
  text: string;
  onClose: () => void;
}

/** What a topic is about, and what can be done about it. */
function Explanation({ topic, text, onClose, section, orders }: ExplanationProps) {
  const _ = useTranslate();
  const use = async (action: Exclude<Topic, "what_if">, forS: number | null): Promise<void> => {
    await orders.use(section, action, forS ?? undefined);
    focusAction(section, action);
  };
  return (
    <div class="mm-about">
      <p>{text}</p>
      <div class="mm-actions">
        {topic !== "what_if" &&
          durations.map((forS) => (
            <Button
              key={forS}
              kind="apply"
              isBusy={orders.busy.value === section}
              onClick={() => void use(topic, forS)}
            >
              {forS === null ? _("Until I change it") : fill(_("For %s"), formatSpan(forS))}
            </Button>
          ))}
        <Button kind="neutral" onClick={onClose}>
          {topic === "what_if" ? _("Close") : _("Cancel")}
        </Button>
      </div>
    </div>
  );
}

function Actions(props: ActionsProps) {
  const _ = useTranslate();
  const { section, name, orders, mayWrite } = props;
  const open = orders.open.value;
  const shown = open?.section === section ? open : null;
  const topics = describeTopics(_, name).filter(([topic]) => mayWrite || topic === "what_if");
  const close = (): void => {
    if (!shown) return;
    orders.close();
    focusAction(section, shown.topic);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape, from its buttons.
    <div onKeyDown={({ key }) => key === "Escape" && close()}>
      <div class="mm-actions">
        {topics.map(([topic, label]) => (
          <Button
            key={topic}
            id={`mm-${topic}-${section}`}
            kind="neutral"
            isOpen={shown?.topic === topic}
            onClick={() => void orders.toggle(section, topic)}
          >
            {label}
          </Button>
        ))}
        {mayWrite && (
          <Button
            kind="neutral"
            label={_("Check now: asks all targets of this uplink at once")}
            isBusy={orders.busy.value === section && !shown}
            onClick={() => void orders.check(section)}
          >
            {_("Check now")}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {topics.map(
          ([topic, , effect]) =>
            topic === shown?.topic && (
              <Explanation
                key={topic}
                {...props}
                topic={topic}
                text={shown.answer ?? effect}
                onClose={close}
              />
            )
        )}
      </div>
    </div>
  );
}

export { Actions, Undo };

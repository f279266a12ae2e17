/** The control that fits an option's type. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import type { OptionSpec } from "../../../../shared/options.ts";
import { traitsOf } from "../../models/derive-offer.ts";
import { flagOf, nameOf } from "../../models/draft.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { describeChoice } from "../../models/words.ts";
import type { ControlProps } from "../../ui/Field.tsx";
import type { SectionNotes } from "./notes.ts";

interface OptionControlProps {
  spec: OptionSpec;
  /** Empty when the option is not set. */
  text: string;
  onChange: (text: string) => void;
  onLeave: () => void;
  notes: SectionNotes;
  control: ControlProps;
}

/** Values with their names. */
type Choices = [value: string, name: string][];

interface SelectProps extends OptionControlProps {
  chosen: string;
  /** By heading; one without any is not shown as a group. */
  groups: Record<string, Choices>;
}

/** A value that is none of the choices is shown as one. */
function Select({ chosen, groups, onChange, onLeave, control }: SelectProps) {
  const _ = useTranslate();
  const isKnown = Object.values(groups)
    .flat()
    .some(([value]) => value === chosen);
  const shown = isKnown
    ? groups
    : { ...groups, "": [[chosen, chosen || _("Choose one")], ...(groups[""] ?? [])] };
  const options = (choices: Choices) =>
    choices.map(([value, name]) => (
      <option key={value} value={value}>
        {name}
      </option>
    ));
  return (
    <select
      {...control}
      class="cbi-input-select"
      value={chosen}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onLeave}
    >
      {Object.entries(shown as Record<string, Choices>).map(([heading, choices]) =>
        heading === "" ? (
          options(choices)
        ) : (
          <optgroup key={heading} label={heading}>
            {options(choices)}
          </optgroup>
        )
      )}
    </select>
  );
}

/** Stands for a name that is not among the choices; no interface can be called so. */
const other = "?";

/** An interface of netifd, those first that look like ways to the Internet; or any name. */
function InterfacePicker(props: OptionControlProps) {
  const _ = useTranslate();
  const isTyped = useSignal(false);
  const { text, onChange, notes, control } = props;
  const { interfaces, uplinks } = notes;
  const isOther = isTyped.value;
  useLayoutEffect(() => {
    // The field has taken the place of what had the focus.
    if (isOther) document.getElementById(control.id)?.focus();
  }, [isOther, control.id]);
  if (isOther || interfaces.length === 0) return <TextField {...props} />;
  const choices = (isLikely: boolean): Choices =>
    interfaces
      .filter((one) => one.looks_like_wan === isLikely)
      .map((one) => {
        const name = one.interface;
        const isUsed = name !== text && uplinks.some(({ values }) => values["name"] === name);
        const label = fill(_("%s (%s)"), name, traitsOf(one));
        return [name, isUsed ? fill(_("%s, used already"), label) : label];
      });
  const groups = {
    [_("Ways to the Internet")]: choices(true),
    [_("Other interfaces")]: choices(false),
    "": [[other, _("Another name…")]] as Choices,
  };
  const onPick = (name: string): void => {
    isTyped.value = name === other;
    if (!isTyped.value) onChange(name);
  };
  return <Select {...props} chosen={text} groups={groups} onChange={onPick} />;
}

function TextField({ spec, text, onChange, onLeave, control }: OptionControlProps) {
  const isNumber = spec.type === "number";
  return (
    <input
      {...control}
      type="text"
      class={isNumber ? "cbi-input-text mm-number" : "cbi-input-text"}
      inputMode={isNumber ? "numeric" : "text"}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      placeholder={[spec.default ?? ""].flat().join(" ")}
      value={text}
      onInput={(event) => onChange(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}

function OptionControl(props: OptionControlProps) {
  const _ = useTranslate();
  const { spec, text, onChange, notes, control } = props;
  switch (spec.type) {
    case "choice": {
      const choices = spec.choices.map((choice) => [choice, describeChoice(_, choice)]) as Choices;
      return <Select {...props} chosen={text || spec.default} groups={{ "": choices }} />;
    }
    case "section": {
      const choices = notes.uplinks.map((uplink) => [uplink.id, nameOf(uplink)]) as Choices;
      return <Select {...props} chosen={text} groups={{ "": choices }} />;
    }
    case "interface-name":
      return <InterfacePicker {...props} />;
    case "flag":
      return (
        <input
          {...control}
          type="checkbox"
          class="cbi-input-checkbox"
          checked={flagOf(text) ?? spec.default}
          onChange={(event) => onChange(event.currentTarget.checked ? "1" : "0")}
        />
      );
    default:
      return <TextField {...props} />;
  }
}

export { OptionControl };

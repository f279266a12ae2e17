/** The control that fits an option's type. */
import type { ChoiceOption, OptionSpec } from "../../../../shared/options.ts";
import { flagOf } from "../../models/draft.ts";
import { useTranslate } from "../../models/translate.ts";
import { describeChoice } from "../../models/words.ts";
import type { ControlProps } from "../../ui/Field.tsx";

interface OptionControlProps {
  spec: OptionSpec;
  /** Empty when the option is not set. */
  text: string;
  onChange: (text: string) => void;
  onLeave: () => void;
  /** Id of a list of suggestions. */
  suggestions: string;
  control: ControlProps;
}

function Choice({ spec, text, onChange, control }: OptionControlProps & { spec: ChoiceOption }) {
  const _ = useTranslate();
  const chosen = text === "" ? spec.default : text;
  const choices = spec.choices.includes(chosen) ? spec.choices : [...spec.choices, chosen];
  return (
    <select
      {...control}
      class="cbi-input-select"
      value={chosen}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {describeChoice(_, choice)}
        </option>
      ))}
    </select>
  );
}

/** What the field shows while the option is not set. */
function placeholderOf(spec: OptionSpec): string {
  return [spec.default ?? ""].flat().join(" ");
}

function OptionControl(props: OptionControlProps) {
  const { spec, text, onChange, onLeave, suggestions, control } = props;
  if (spec.type === "choice") return <Choice {...props} spec={spec} />;
  if (spec.type === "flag")
    return (
      <input
        {...control}
        type="checkbox"
        class="cbi-input-checkbox"
        checked={flagOf(text) ?? spec.default}
        onChange={(event) => onChange(event.currentTarget.checked ? "1" : "0")}
      />
    );
  return (
    <input
      {...control}
      type="text"
      class={spec.type === "number" ? "cbi-input-text mm-number" : "cbi-input-text"}
      inputMode={spec.type === "number" ? "numeric" : "text"}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      list={spec.type === "interface-name" ? suggestions : undefined}
      placeholder={placeholderOf(spec)}
      value={text}
      onInput={(event) => onChange(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}

export { OptionControl };

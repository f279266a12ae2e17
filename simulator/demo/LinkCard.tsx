/** One WAN of the simulated household and what can happen to it. */
import { useSignal } from "@preact/signals";
import type { WorldState } from "../world-state-shape.ts";
import type { DemoModel } from "./demo-model.ts";
import type { LinkChange } from "./world-api.ts";

type Link = WorldState["links"][number];

interface LinkCardProps {
  link: Link;
  /** Which of the WANs' colours is its own. */
  colour: number;
  model: DemoModel;
}

/** The states of a line that a person can cause, each with its words. */
const conditions: { label: string; change: LinkChange }[] = [
  { label: "Connected", change: { carrier: true, blackholed: false } },
  { label: "Pull the cable", change: { carrier: false, blackholed: false } },
  { label: "Block the Internet behind it", change: { carrier: true, blackholed: true } },
];

function isIn(link: Link, { carrier, blackholed }: LinkChange): boolean {
  return link.carrier === carrier && link.blackholed === blackholed;
}

interface SliderProps {
  label: string;
  unit: string;
  value: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

/** Shows its own value while it is moved, and the world's otherwise. */
function Slider({ label, unit, value, max, step, onChange }: SliderProps) {
  const moved = useSignal<number | null>(null);
  const shown = moved.value ?? value;
  return (
    <label class="demo-slider">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={max}
        step={step}
        value={shown}
        aria-valuetext={`${shown} ${unit}`}
        onInput={(event) => {
          moved.value = Number(event.currentTarget.value);
        }}
        onChange={(event) => {
          moved.value = null;
          onChange(Number(event.currentTarget.value));
        }}
      />
      <output>{`${shown} ${unit}`}</output>
    </label>
  );
}

function LinkCard({ link, colour, model }: LinkCardProps) {
  const name = link.interface ?? link.device;
  const change = (settings: LinkChange) => void model.changeLink(link.device, settings);
  return (
    <fieldset class="demo-link">
      <legend>
        <span class={`demo-dot demo-wan-${colour}`} /> {name} <small>{link.device}</small>
      </legend>
      <div class="demo-conditions">
        {conditions.map((condition) => (
          <button
            key={condition.label}
            type="button"
            class="btn"
            aria-pressed={isIn(link, condition.change)}
            onClick={() => change(condition.change)}
          >
            {condition.label}
          </button>
        ))}
      </div>
      <Slider
        label="Delay"
        unit="ms"
        value={link.delayMs}
        max={500}
        step={1}
        onChange={(delayMs) => change({ delayMs })}
      />
      <Slider
        label="Loss"
        unit="%"
        value={link.lossPct}
        max={100}
        step={1}
        onChange={(lossPct) => change({ lossPct })}
      />
    </fieldset>
  );
}

export { LinkCard };

/** The simulated daemon: whether it runs, and what it writes. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { WorldState } from "../world-state-shape.ts";
import type { DemoModel } from "./demo-model.ts";

interface ServiceLogProps {
  world: WorldState;
  model: DemoModel;
}

/** Time of day as the log has it. */
function timeOf(atMs: number): string {
  return new Date(atMs).toLocaleTimeString([], { hour12: false });
}

function ServiceLog({ world, model }: ServiceLogProps) {
  const { service, log } = world;
  const list = useRef<HTMLOListElement>(null);
  const newest = log.at(-1)?.atMs;
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest]);
  return (
    <section class="demo-log" aria-label="The daemon's log">
      <p>
        <strong>The daemon</strong> {service.running ? "is running." : "is not running."}
        {service.running ? (
          <button type="button" class="btn" onClick={() => void model.controlService("stop")}>
            Stop it
          </button>
        ) : (
          <button type="button" class="btn" onClick={() => void model.controlService("start")}>
            Start it
          </button>
        )}
      </p>
      {/* A list that scrolls has to be reachable without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ol ref={list} tabIndex={0} aria-label="Log lines">
        {log.map(({ atMs, text }, index) => (
          <li key={`${atMs} ${index}`}>
            <time>{timeOf(atMs)}</time> {text}
          </li>
        ))}
      </ol>
    </section>
  );
}

export { ServiceLog };

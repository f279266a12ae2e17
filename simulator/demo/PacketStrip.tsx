/** What the household notices: one mark for each packet of a client, coloured by the WAN it took. */
import type { WorldState } from "../world-state-shape.ts";

interface PacketStripProps {
  packets: WorldState["packets"];
  /** The WANs in the order of their colours. */
  names: string[];
}

function classOf({ uplink, answered }: WorldState["packets"][number], names: string[]): string {
  const colour = uplink === null ? "demo-no-way" : `demo-wan-${names.indexOf(uplink)}`;
  if (answered === null) return `${colour} demo-waiting`;
  return answered ? colour : "demo-lost";
}

/** The latest end of the strip in words. */
function describeNow(packets: WorldState["packets"]): string {
  const known = packets.filter(({ answered }) => answered !== null);
  const last = known.at(-1);
  if (!last) return "No packets yet.";
  const lost = known.length - 1 - known.findLastIndex(({ answered }) => answered);
  if (lost === 1) return "The last packet got no answer.";
  if (lost > 1) return `The last ${lost} packets got no answer.`;
  return `Packets get through, over ${last.uplink}.`;
}

function PacketStrip({ packets, names }: PacketStripProps) {
  return (
    <section class="demo-traffic" aria-label="Traffic of a client at home">
      <p>
        <strong>A client at home</strong> sends five packets a second.{" "}
        <span class="demo-now">{describeNow(packets)}</span>
      </p>
      <div class="demo-strip" aria-hidden="true">
        {packets.map((packet) => (
          <i key={packet.atMs} class={classOf(packet, names)} />
        ))}
      </div>
      <p class="demo-legend">
        {names.map((name, colour) => (
          <span key={name}>
            <span class={`demo-dot demo-wan-${colour}`} /> {name}
          </span>
        ))}
        <span>
          <span class="demo-dot demo-lost" /> no answer
        </span>
      </p>
    </section>
  );
}

export { PacketStrip };

/** The panel above the product's page: a household to play with. */
import { useModel } from "@preact/signals";
import { LinkCard } from "./LinkCard.tsx";
import { PacketStrip } from "./PacketStrip.tsx";
import { ServiceLog } from "./ServiceLog.tsx";
import { DemoModel } from "./demo-model.ts";

function Panel() {
  const model = useModel(DemoModel);
  const world = model.world.value;
  if (world === null) return <p>Starting the simulated router…</p>;
  const names = world.links.map((link) => link.interface ?? link.device);
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">Simulated router</h2>
      <p class="demo-intro">
        This is the real Mini-MWAN on a router that exists only in this program. Pull a cable and
        watch what happens below.
      </p>
      {model.isLost.value && (
        <p class="alert-message danger" role="alert">
          The simulator does not answer any more: start it again with npm start.
        </p>
      )}
      <div class="demo-grid">
        {world.links.map((link, colour) => (
          <LinkCard key={link.device} link={link} colour={colour} model={model} />
        ))}
        <PacketStrip packets={world.packets} names={names} />
        <ServiceLog world={world} model={model} />
      </div>
    </section>
  );
}

export { Panel };

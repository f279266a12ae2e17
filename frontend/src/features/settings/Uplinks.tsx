/** The connections in the order of their use, and what to begin with where there are none. */
import { deriveCost, describeCost } from "../../models/derive-cost.ts";
import { deriveOffer, isMobile, traitsOf } from "../../models/derive-offer.ts";
import { flagOf, nameOf } from "../../models/draft.ts";
import type { DraftSection } from "../../models/draft.ts";
import { enumerate } from "../../models/format.ts";
import type { SettingsModel } from "../../models/settings-model.ts";
import { translateSentence } from "../../models/router-words.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SectionList } from "./SectionList.tsx";
import type { SectionNotes } from "./notes.ts";

interface UplinksProps {
  settings: SettingsModel;
  notesOf: (section: DraftSection) => SectionNotes;
  mayWrite: boolean;
}

/** From nothing to a configuration that works, in one click and Save & Apply. */
function FirstRun({ settings, mayWrite }: UplinksProps) {
  const _ = useTranslate();
  const { draft, interfaces } = settings;
  const found = deriveOffer(interfaces.value);
  const [first, ...backups] = found.map((one) => one.interface);
  if (first === undefined || !mayWrite) return <p>{_("There are no connections yet.")}</p>;
  const take = (): void => {
    draft.setValue(draft.edited.value.global.id, "enabled", "1");
    for (const one of found)
      draft.add("uplinks", { name: one.interface, ...(isMobile(one) && { metered: "1" }) });
  };
  const label =
    backups.length === 0
      ? fill(_("Watch and use %s"), first)
      : fill(_("Use %s first and %s as backup"), first, enumerate(backups));
  return (
    <div class="mm-item">
      <h4>{fill(_("Ways to the Internet found: %s"), found.length)}</h4>
      <ol>
        {found.map((one) => (
          <li key={one.interface}>
            <strong>
              <bdi>{one.interface}</bdi>
            </strong>{" "}
            <bdi>{traitsOf(one)}</bdi>
            {one.obstacle !== null && (
              <p class="mm-sign mm-degraded">
                {translateSentence(_, one.obstacle, [one.interface])}
              </p>
            )}
          </li>
        ))}
      </ol>
      {found.some(isMobile) && <p>{_("Mobile connections are treated as metered.")}</p>}
      <div class="mm-actions">
        <Button kind="positive" isImportant onClick={take}>
          {label}
        </Button>
      </div>
      <p class="mm-muted">
        {_("After that, Save & Apply sets it to work. Everything can be changed before.")}
      </p>
    </div>
  );
}

function Uplinks(props: UplinksProps) {
  const _ = useTranslate();
  const { settings, notesOf, mayWrite } = props;
  const { draft, interfaces } = settings;
  const { global } = draft.edited.value;
  const summaryOf = (uplink: DraftSection) => {
    const isOn = (option: string, byDefault: boolean): boolean =>
      flagOf(uplink.values[option] ?? "") ?? byDefault;
    const known = interfaces.value.find((one) => one.interface === uplink.values["name"]);
    return (
      <p class="mm-muted">
        {!isOn("enabled", true) && <Badge tone="neutral">{_("Disabled")}</Badge>}
        {isOn("metered", false) && <Badge tone="plain">{_("Metered")}</Badge>}
        {known && <bdi>{traitsOf(known)}</bdi>}
        <span>{describeCost(_, deriveCost(global, uplink, interfaces.value))}</span>
      </p>
    );
  };
  return (
    <SectionList
      {...{ draft, notesOf, mayWrite, summaryOf }}
      list="uplinks"
      heading={_("Connections")}
      help={_("Ways to the Internet. In mode Failover the first one that works is used.")}
      ifEmpty={<FirstRun {...props} />}
      addLabel={_("Add connection")}
      titleOf={(uplink) => nameOf(uplink) || _("New connection")}
    />
  );
}

export { Uplinks };

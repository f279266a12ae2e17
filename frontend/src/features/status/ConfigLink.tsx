/** The way to the view Configuration, where something is missing there. */
import { useTranslate } from "../../models/translate.ts";

function ConfigLink({ address }: { address: string }) {
  const _ = useTranslate();
  return (
    <a class="btn cbi-button cbi-button-positive important" href={address}>
      {_("Configuration")}
    </a>
  );
}

export { ConfigLink };

/** What keeps Mini-MWAN from doing what is asked, each with its remedy. */
import type { WarningReply } from "../../../../shared/contract.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { useTranslate } from "../../models/translate.ts";

interface WarningsProps {
  warnings: WarningReply[];
  model: StatusModel;
}

function Warnings({ warnings, model }: WarningsProps) {
  const _ = useTranslate();
  if (warnings.length === 0) return null;
  return (
    <ul class="mm-warnings" aria-label={_("Warnings")}>
      {warnings.map(({ section, code, message }) => (
        <li key={`${section} ${code} ${message}`} class="mm-sign mm-degraded">
          <span>{model.tell(message)}</span>
        </li>
      ))}
    </ul>
  );
}

export { Warnings };

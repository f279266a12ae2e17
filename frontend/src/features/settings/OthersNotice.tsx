/** What somebody else changed while this form was being edited. */
import type { OtherEdit } from "../../models/derive-merge.ts";
import { nameOf, specsOf } from "../../models/draft.ts";
import type { OptionSpec } from "../../../../shared/options.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";
import { Notice } from "../../ui/Notice.tsx";

function describeEdit(_: Translate, { section, option, before, after }: OtherEdit): string {
  const name = section.kind === "global" ? _("General") : nameOf(section);
  if (option === null)
    return fill(after === null ? _("%s was removed.") : _("%s was added."), name);
  const { label } = specsOf(section.kind)[option] as OptionSpec;
  const shown = (text: string | null): string => text || _("the default");
  return fill(_("%s, %s: %s instead of %s."), name, _(label), shown(after), shown(before));
}

function OthersNotice({ others }: { others: OtherEdit[] }) {
  const _ = useTranslate();
  if (others.length === 0) return null;
  const collides = others.some((edit) => edit.collides);
  return (
    <Notice tone="warning" title={_("Somebody else changed settings meanwhile")}>
      <ul>
        {others.map((edit) => (
          <li key={`${edit.section.id} ${edit.option}`}>
            {describeEdit(_, edit)} {edit.collides && <strong>{_("You changed it, too.")}</strong>}
          </li>
        ))}
      </ul>
      <p>
        {collides
          ? _(
              "Yours stand in the form now. Save again to keep them, or Reset to take the other ones."
            )
          : _("Both are kept.")}
      </p>
    </Notice>
  );
}

export { OthersNotice };

/** Which traffic takes which connection, in the order in which the rules are tried. */
import { describeRule } from "../../models/derive-rule.ts";
import { flagOf } from "../../models/draft.ts";
import type { DraftSection } from "../../models/draft.ts";
import type { DraftModel } from "../../models/draft-model.ts";
import { useTranslate } from "../../models/translate.ts";
import { Badge } from "../../ui/Badge.tsx";
import { SectionList } from "./SectionList.tsx";
import type { SectionNotes } from "./notes.ts";

interface RulesProps {
  draft: DraftModel;
  notesOf: (section: DraftSection) => SectionNotes;
  mayWrite: boolean;
}

function Rules(props: RulesProps) {
  const _ = useTranslate();
  return (
    <SectionList
      {...props}
      list="rules"
      heading={_("Rules")}
      help={_("Traffic that is to take a certain connection. The first rule that fits decides.")}
      ifEmpty={<p>{_("There are no rules: all traffic takes the connection in use.")}</p>}
      addLabel={_("Add rule")}
      titleOf={(rule) => describeRule(_, rule, props.draft.edited.value.uplinks)}
      summaryOf={({ values }) =>
        flagOf(values["enabled"] ?? "") === false && <Badge tone="neutral">{_("Disabled")}</Badge>
      }
    />
  );
}

export { Rules };

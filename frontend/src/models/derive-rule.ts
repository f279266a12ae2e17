/** A policy rule in plain words. */
import { nameOf } from "./draft.ts";
import type { DraftSection } from "./draft.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";
import { describeChoice } from "./words.ts";

/** Which traffic it is for. */
function describeTraffic(_: Translate, { values }: DraftSection): string {
  const { src_ip: from, dest_ip: to, src_port: fromPort, dest_port: toPort } = values;
  const proto = values["proto"] || "all";
  const family = values["family"] || "any";
  const traits = [
    ...(proto === "all" ? [] : [describeChoice(_, proto)]),
    ...(family === "any" ? [] : [describeChoice(_, family)]),
    ...(fromPort ? [fill(_("from port %s"), fromPort)] : []),
    ...(toPort ? [fill(_("to port %s"), toPort)] : []),
  ];
  const ends =
    from && to
      ? fill(_("Traffic from %s to %s"), from, to)
      : from
        ? fill(_("Traffic from %s"), from)
        : to
          ? fill(_("Traffic to %s"), to)
          : _("All traffic");
  return traits.length > 0 ? fill(_("%s (%s)"), ends, traits.join(", ")) : ends;
}

/** Without a connection it says only which traffic it is for. */
function describeRule(_: Translate, rule: DraftSection, uplinks: DraftSection[]): string {
  const traffic = describeTraffic(_, rule);
  const use = rule.values["use"] ?? "";
  if (use === "") return traffic;
  const uplink = uplinks.find(({ id }) => id === use);
  const otherwise = describeChoice(_, rule.values["otherwise"] || "others");
  return fill(
    _("%s uses %s; if that is down: %s."),
    traffic,
    uplink ? nameOf(uplink) || _("New connection") : use,
    otherwise
  );
}

export { describeRule };

/** Configuration and interfaces as lines. */
import type { ConfigReply, EffectiveOption, EffectiveSection } from "../../shared/contract.ts";
import type { InterfaceReply, InterfacesReply } from "../../shared/queries.ts";
import { problemText } from "../../shared/router/config.ts";

function optionText(name: string, option: EffectiveOption): string {
  const value = option.value;
  const shown = type(value) == "array" ? join(",", value as string[]) : `${value}`;
  return `${name}=${shown}${option.origin == "replaced" ? " (replaced)" : ""}`;
}

/** What is not a default. */
function sectionText(kind: string, section: EffectiveSection): string {
  const parts = [`${kind} '${section.section}':`];
  for (let name in section.options) {
    const option = section.options[name] as EffectiveOption;
    if (option.origin != "default") {
      push(parts, optionText(name, option));
    }
  }
  return join(" ", parts);
}

/** A line for each section with what is not a default, and for each problem. */
function configText(config: ConfigReply): string {
  return join("\n", [
    sectionText("global", config.global),
    ...map(config.interfaces, (section) => sectionText("interface", section)),
    ...map(config.rules, (section) => sectionText("rule", section)),
    ...map(config.problems, (problem) => `problem: ${problemText(problem)}`),
  ]);
}

function interfaceText(entry: InterfaceReply): string {
  const state = entry.up ? "up" : "down";
  const route = entry.has_default_route
    ? `default via ${entry.gateway ?? "the link"}`
    : "no default route";
  const zone = entry.zone == null ? "no zone" : `zone ${entry.zone}`;
  const user = entry.used_by == null ? "not used" : `used by '${entry.used_by}'`;
  const addresses = join(" ", entry.addresses);
  return `${entry.interface}: ${entry.proto} ${state}, device ${entry.device ?? "none"}, addresses [${addresses}], ${route}, ${zone}, ${user}`;
}

function interfacesText(reply: InterfacesReply): string {
  return join(
    "\n",
    map(reply.interfaces, (entry) => interfaceText(entry))
  );
}

export { configText, interfacesText };

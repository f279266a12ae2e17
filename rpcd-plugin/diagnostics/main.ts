/**
 * `diagnostics`: all that helps to find a fault, in one text for a forum post. The package mini-mwan-cli
 * brings it as a file of its own, which rpcd-plugin/late.ts loads for a call.
 */
import { readfile } from "ucode:fs";
import type { ConfigReply, EffectiveSection } from "../../shared/contract.ts";
import type { DiagnosticsReply, EventReply, InterfacesReply } from "../../shared/queries.ts";
import { interfaceOptions } from "../../shared/interface-options.ts";
import { statusPath } from "../../shared/router/status-file.ts";
import { version } from "../../shared/version.ts";
import { markingText, routingText } from "./kernel.ts";
import { createRedaction, redact } from "./redact.ts";
import type { Redaction } from "./redact.ts";
import { configText, interfacesText } from "./settings.ts";
import { modulesText, serviceText, versionsText } from "./system.ts";
import { isRefusal } from "../method.ts";
import type { Refusal } from "../method.ts";
import { readEffectiveConfig } from "../methods/config.ts";
import { readEvents } from "../methods/events.ts";
import { interfaces } from "../methods/interfaces.ts";
import { readStatus } from "../methods/status.ts";

const logPath = "/var/log/mini-mwan.log";

/** Of a log that is replaced at 64 KB. */
const maxLogBytes = 131072;

/** Part of the text: its end counts where the latest is last. */
interface Part {
  title: string;
  maxBytes: number;
  keepsEnd: boolean;
  text: string;
}

function part(title: string, maxBytes: number, keepsEnd: boolean, text: string): Part {
  return { title, maxBytes, keepsEnd, text };
}

/** At most this many bytes of whole lines, and how many lines were left out. */
function bounded(text: string, maxBytes: number, keepsEnd: boolean): string {
  if (length(text) <= maxBytes) {
    return text;
  }
  const room = maxBytes - 40;
  const kept = keepsEnd ? substr(text, length(text) - room) : substr(text, 0, room);
  const lines = split(kept, "\n");
  const whole = keepsEnd ? slice(lines, 1) : slice(lines, 0, length(lines) - 1);
  const leftOut = `[${length(split(text, "\n")) - length(whole)} lines left out]`;
  return join("\n", keepsEnd ? [leftOut, ...whole] : [...whole, leftOut]);
}

/** Never fails: what cannot be found out is said in its place. */
function textOf(make: () => string): string {
  try {
    return make();
  } catch (fault) {
    return `could not be found out: ${(fault as { message?: unknown }).message}`;
  }
}

function interfacesPart(): string {
  const answer = interfaces();
  return isRefusal(answer)
    ? (answer as Refusal).message
    : interfacesText(answer as InterfacesReply);
}

function eventText(event: EventReply): string {
  const what = `${event.kind} ${event.section ?? "-"} ${event.family ?? "-"}`;
  return `${event.id} ${event.time} ${what}: ${event.from ?? "-"} to ${event.to ?? "-"}: ${event.reason}`;
}

/** Probe targets, which are public servers: the defaults, and those that are configured. */
function knownAddresses(config: ConfigReply): string[] {
  const known: string[] = slice(interfaceOptions.ping_target.default);
  for (let i = 0; i < length(config.interfaces); i++) {
    const options = (config.interfaces[i] as EffectiveSection).options;
    push(known, ...((options.ping_target?.value ?? []) as string[]));
  }
  return known;
}

function parts(config: ConfigReply): Part[] {
  const status = readStatus(null);
  const state = `status: ${status.service}${status.message == null ? "" : `: ${status.message}`}`;
  return [
    part(
      "versions",
      1500,
      false,
      textOf(() => versionsText(status.version))
    ),
    part(
      "installed",
      500,
      false,
      textOf(() => modulesText())
    ),
    part("service", 500, false, `${textOf(() => serviceText())}\n${state}`),
    part(
      "configuration, without defaults",
      8000,
      false,
      textOf(() => configText(config))
    ),
    part(
      "interfaces of netifd",
      6000,
      false,
      textOf(() => interfacesPart())
    ),
    part("status file", 11000, false, trim(readfile(statusPath, 65536) ?? "there is none")),
    part(
      "routing",
      7000,
      false,
      textOf(() => routingText())
    ),
    part(
      "nftables",
      5000,
      false,
      textOf(() => markingText())
    ),
    part(
      "last events",
      4000,
      true,
      join(
        "\n",
        map(readEvents(), (event) => eventText(event))
      )
    ),
    part("log", 4000, true, trim(readfile(logPath, maxLogBytes) ?? "there is none")),
  ];
}

function partText(one: Part, redaction: Redaction): string {
  // Long before its bound is reached, the rest would only be redacted for nothing.
  const raw = bounded(one.text, one.maxBytes + 1000, one.keepsEnd);
  return `== ${one.title} ==\n${bounded(redact(raw, redaction), one.maxBytes, one.keepsEnd)}\n`;
}

/** At most 48 KB; every part has its share. */
function diagnostics(): DiagnosticsReply {
  const config = readEffectiveConfig();
  const redaction = createRedaction(knownAddresses(config));
  return {
    text: join(
      "\n",
      map(parts(config), (one) => partText(one, redaction))
    ),
  };
}

export { diagnostics, version };

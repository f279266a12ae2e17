/** Questions that only the running daemon can answer. */
import type {
  ChoiceReply,
  DiagnosticsReply,
  ExplainReply,
  ShareReply,
  WhatIfReply,
} from "../shared/queries.ts";
import { familyOfAddress } from "../shared/router/address.ts";
import { wholeNumberOf } from "../shared/router/number.ts";
import { oneLine, quoted } from "../shared/router/text.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { whileRunning, withSections } from "./status.ts";
import { exitCode, fail, printJson, printLines, say } from "./terminal.ts";

const protocols = ["tcp", "udp", "icmp"];

interface Packet {
  dst: string;
  [field: string]: string | number;
}

/** The packet asked about, or in words why it is none. */
function packetOf(request: Request): Packet | string {
  const packet: Packet = { dst: request.words[0] as string };
  const from = request.options["from"];
  const proto = request.options["proto"];
  if (from != null) {
    packet["src"] = from;
  }
  for (let field in { dst: true, src: true }) {
    const address = packet[field];
    if (address != null && familyOfAddress(address as string) == null) {
      return `${quoted(address as string)} is no IP address; for a name 'nslookup' finds it`;
    }
  }
  if (from != null && familyOfAddress(from) != familyOfAddress(packet.dst)) {
    return `${quoted(from)} and ${quoted(packet.dst)} are not of one family`;
  }
  if (proto != null && index(protocols, proto) < 0) {
    return `${quoted(proto)} is no protocol; it must be one of ${join(", ", protocols)}`;
  }
  if (proto != null) {
    packet["proto"] = proto;
  }
  if (
    (request.options["port"] != null || request.options["sport"] != null) &&
    index(["tcp", "udp"], proto ?? "") < 0
  ) {
    return "ports are of tcp and udp: write 'proto tcp' or 'proto udp' too";
  }
  const ports: { [option: string]: string } = { port: "dport", sport: "sport" };
  for (let option in ports) {
    const text = request.options[option];
    const port = text == null ? null : wholeNumberOf(text);
    if (text != null && (port == null || port < 1 || port > 65535)) {
      return `${quoted(text)} is no port; it must be a number from 1 to 65535`;
    }
    if (port != null) {
      packet[ports[option] as string] = port;
    }
  }
  return packet;
}

/** Several shares as a sentence's end; nothing for a single one. */
function sharesText(shares: readonly ShareReply[]): string {
  const texts = map(shares, (share) => `${share.section} ${sprintf("%.0f %%", share.share_pct)}`);
  return length(texts) < 2 ? "" : ` Drawn by weight: ${join(", ", texts)}.`;
}

function showExplanation(answer: ExplainReply): void {
  say("", `${answer.reason}${sharesText(answer.shares)}`);
  const facts = {
    uplink: answer.section,
    device: answer.device,
    gateway: answer.gateway,
    policy: answer.policy,
    rule: answer.priority,
    table: answer.table,
  };
  for (let name in facts) {
    const value = facts[name as keyof typeof facts];
    if (value != null) {
      say(sprintf("  %-9s", name), `${value}`);
    }
  }
}

function explain(request: Request): number {
  const packet = packetOf(request);
  if (type(packet) == "string") {
    return fail(packet as string, exitCode.usage);
  }
  return whileRunning(() =>
    ask("explain", packet as Packet, (answer: ExplainReply) => {
      if (request.json) {
        printJson(answer);
      } else {
        showExplanation(answer);
      }
      return answer.device == null ? exitCode.negative : exitCode.ok;
    })
  );
}

function sayChoice(family: string, choice: ChoiceReply | null): void {
  if (choice == null) {
    return;
  }
  const name = choice.section ?? "no uplink";
  const change = choice.changes ? "" : " (as now)";
  say(`${family}: `, `${name}${change}: ${choice.reason}${sharesText(choice.shares)}`);
}

function whatIf(request: Request): number {
  return withSections(request.words, (down) =>
    ask("what_if", { down }, (answer: WhatIfReply) => {
      if (request.json) {
        printJson(answer);
      } else {
        say("", answer.summary);
        sayChoice("IPv4", answer.ipv4);
        sayChoice("IPv6", answer.ipv6);
      }
      return answer.ipv4?.section == null && answer.ipv6?.section == null
        ? exitCode.negative
        : exitCode.ok;
    })
  );
}

function diagnose(request: Request): number {
  return ask("diagnostics", {}, (answer: DiagnosticsReply) => {
    if (request.json) {
      printJson(answer);
    } else {
      printLines(map(split(answer.text, "\n"), (line) => oneLine(replace(line, /\t/g, "  "))));
    }
    return exitCode.ok;
  });
}

export { explain, whatIf, diagnose };

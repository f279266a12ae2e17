/** Every command: how it is written, what it does, what it takes. */
import type { Grammar, Request } from "./arguments.ts";
import { checkConfig, showConfig } from "./config.ts";
import { showEvents } from "./events.ts";
import { showHistory } from "./history.ts";
import { showInterfaces } from "./interfaces.ts";
import { order, probe } from "./orders.ts";
import { diagnose, explain, whatIf } from "./questions.ts";
import { control } from "./service.ts";
import { showStatus } from "./status.ts";

interface Command {
  /** What follows its name. */
  usage: string;
  summary: string;
  /** Shown by `help COMMAND` below the summary; empty for nothing. */
  details: string;
  grammar: Grammar;
  run(request: Request): number;
}

function takes(least: number, most: number, values: string[], flags: string[]): Grammar {
  return { least, most, values, flags };
}

const nothing = takes(0, 0, [], []);
const orderUsage = "UPLINK [for TIME]";
const orderGrammar = takes(1, 1, ["for"], []);
const orderDetails =
  "TIME is written as 90s, 15m, 1h30m or 2d; without it the order holds until 'mini-mwan auto UPLINK' or a reboot. UPLINK is the name of its section or of its interface.";
const serviceDetails =
  "The init script carries it out in the background. 'enable' and 'disable' are about the next boot.";

function serviceCommand(action: string, summary: string): Command {
  const run = (request: Request): number => control(request, action);
  return { usage: "", summary, details: serviceDetails, grammar: nothing, run };
}

const commands: { [name: string]: Command } = {
  status: {
    usage: "",
    summary: "show how the router and its uplinks do (the default)",
    details:
      "Ends with 0 while online, 1 while offline, 3 when the service does not run or is not well.",
    grammar: nothing,
    run: (request) => showStatus(request),
  },
  use: {
    usage: orderUsage,
    summary: "use an uplink whatever its probes say",
    details: orderDetails,
    grammar: orderGrammar,
    run: (request) => order(request, "force"),
  },
  drain: {
    usage: orderUsage,
    summary: "give an uplink no new connections while another one works",
    details: orderDetails,
    grammar: orderGrammar,
    run: (request) => order(request, "drain"),
  },
  disable: {
    usage: orderUsage,
    summary: "do not use an uplink at all",
    details: `${orderDetails} The service is disabled by 'mini-mwan service disable'.`,
    grammar: orderGrammar,
    run: (request) => order(request, "disable"),
  },
  auto: {
    usage: "UPLINK",
    summary: "take an order back",
    details: "",
    grammar: takes(1, 1, [], []),
    run: (request) => order(request, "auto"),
  },
  probe: {
    usage: "[UPLINK]",
    summary: "probe an uplink, or all of them, at once",
    details: "",
    grammar: takes(0, 1, [], []),
    run: (request) => probe(request),
  },
  explain: {
    usage: "ADDRESS [from ADDRESS] [proto tcp|udp|icmp] [port N] [sport N]",
    summary: "tell which way a packet takes, and why",
    details:
      "Without 'from' it is a packet of the router's own. Ends with 1 when the packet goes nowhere.",
    grammar: takes(1, 1, ["from", "proto", "port", "sport"], []),
    run: (request) => explain(request),
  },
  "what-if": {
    usage: "UPLINK...",
    summary: "tell what would be used if uplinks failed",
    details: "Nothing is changed. Ends with 1 when no uplink would be left.",
    grammar: takes(1, 60, [], []),
    run: (request) => whatIf(request),
  },
  events: {
    usage: "[since ID] [follow]",
    summary: "show what has happened, and what happens",
    details:
      "At most the last hundred events, or those after the one numbered ID. 'follow' waits for more; with --json each is one line.",
    grammar: takes(0, 0, ["since"], ["follow"]),
    run: (request) => showEvents(request),
  },
  history: {
    usage: "UPLINK [day]",
    summary: "show the last ten minutes, or the last day, of an uplink",
    details: "",
    grammar: takes(1, 1, [], ["day"]),
    run: (request) => showHistory(request),
  },
  config: {
    usage: "",
    summary: "show the configuration in force and what is wrong with it",
    details: "Ends with 1 when something is wrong.",
    grammar: nothing,
    run: (request) => showConfig(request),
  },
  "check-config": {
    usage: "[FILE]",
    summary: "check a configuration, by default /etc/config/mini-mwan",
    details: "FILE may lie anywhere; the service need not run. Ends with 1 and what is wrong.",
    grammar: takes(0, 1, [], []),
    run: (request) => checkConfig(request),
  },
  interfaces: {
    usage: "",
    summary: "show the network interfaces that could be uplinks",
    details: "",
    grammar: nothing,
    run: (request) => showInterfaces(request),
  },
  diag: {
    usage: "",
    summary: "print all that helps to find a fault, without secrets",
    details: "",
    grammar: nothing,
    run: (request) => diagnose(request),
  },
  start: serviceCommand("start", "start the service"),
  stop: serviceCommand("stop", "stop it; the system's own routes apply again"),
  restart: serviceCommand("restart", "stop and start it"),
  reload: serviceCommand("reload", "have it read its configuration again"),
  service: {
    usage: "start|stop|restart|reload|enable|disable",
    summary: "the same, and whether it starts at boot",
    details: serviceDetails,
    grammar: takes(1, 1, [], []),
    run: (request) => control(request, request.words[0] as string),
  },
};

export { commands };

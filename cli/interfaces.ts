/** `interfaces`: what netifd has that could be an uplink. */
import type { InterfacesReply } from "../shared/queries.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import type { Column } from "./table.ts";
import { exitCode, printJson, printTable } from "./terminal.ts";

const columns: Column[] = [
  { title: "interface" },
  { title: "proto" },
  { title: "state" },
  { title: "device" },
  { title: "zone" },
  { title: "uplink" },
  { title: "a WAN?" },
];

function showInterfaces(request: Request): number {
  return ask("interfaces", {}, (reply: InterfacesReply) => {
    if (request.json) {
      printJson(reply);
    } else {
      const rows = map(reply.interfaces, (one) => {
        const isWan = one.looks_like_wan ? "yes" : "no";
        const state = one.up ? "up" : "down";
        return {
          cells: [one.interface, one.proto, state, one.device, one.zone, one.used_by, isWan],
          note: one.reason,
        };
      });
      printTable(columns, rows, request.terminal);
    }
    return exitCode.ok;
  });
}

export { showInterfaces };

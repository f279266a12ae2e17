/**
 * Where a packet goes. The router has it as a file of its own, which the package mini-mwan-cli brings and
 * the daemon loads when somebody asks: see daemon/answering.ts.
 */
import type { UbusRequest } from "ucode:ubus";
import { ubusStatus } from "../../shared/contract.ts";
import type { ExplainReply } from "../../shared/queries.ts";
import { version } from "../../shared/version.ts";
import type { Refusal } from "../bus/arguments.ts";
import { explain as explainPacket, tablesToExplain } from "../engine/explain.ts";
import type { State } from "../engine/state.ts";
import { readRules, readTables } from "../kernel/lookup.ts";
import { objectionToPacket, packetOf } from "./question.ts";

/** Where a packet goes by what the kernel holds at this moment. */
function explain(state: State, args: UbusRequest["args"]): ExplainReply | Refusal {
  const objection = objectionToPacket(args);
  if (objection != null) {
    return objection;
  }
  const packet = packetOf(args);
  const rules = readRules(packet.family);
  if (rules == null) {
    const message = `the kernel does not list its ${packet.family} rules; is rtnetlink there?`;
    return { message, code: ubusStatus.noData };
  }
  const tables = readTables(packet.family, tablesToExplain(rules, packet));
  return explainPacket(state, packet, { rules, tables });
}

export { explain, version };

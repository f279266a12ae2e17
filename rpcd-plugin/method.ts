/** What every method of the object does: it answers, or says why not, and never throws. */
import type { UbusMethod, UbusRequest } from "ucode:ubus";
import { methods, ubusStatus } from "../shared/contract.ts";
import type { MethodName } from "../shared/contract.ts";
import { oneLine } from "../shared/router/text.ts";

/** Why a request is not carried out. */
interface Refusal {
  /** A status of ubus, not 0. */
  code: number;
  /** A sentence for a person. */
  message: string;
}

type Arguments = UbusRequest["args"];

/** Gives the reply, which has no `code`, or why there is none. */
type Handler = (args: Arguments) => object | Refusal;

function refusal(code: number, message: string): Refusal {
  return { code, message };
}

function badArgument(message: string): Refusal {
  return refusal(ubusStatus.invalidArgument, message);
}

function isRefusal(answer: object): boolean {
  return exists(answer, "code");
}

/** Carries out the handler; what it throws is a fault of ours, and said so. */
function answerOf(name: MethodName, handle: Handler, args: Arguments): object | Refusal {
  try {
    return handle(args);
  } catch (fault) {
    const words = oneLine(`${(fault as { message?: unknown }).message}`);
    const message = `${name} failed by a fault of its own: ${words}`;
    return refusal(ubusStatus.unknownError, message);
  }
}

/** The method as rpcd publishes it, with its arguments as the contract has them. */
function methodOf(name: MethodName, handle: Handler): UbusMethod {
  return {
    args: methods[name].args,
    call: (request) => {
      const answer = answerOf(name, handle, request.args);
      if (!isRefusal(answer)) {
        return answer;
      }
      const refused = answer as Refusal;
      request.reply({ message: refused.message }, refused.code);
      return null;
    },
  };
}

export { badArgument, isRefusal, methodOf, refusal };
export type { Arguments, Refusal };

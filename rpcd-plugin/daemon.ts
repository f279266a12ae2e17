/** Questions that only the running daemon can answer, put to its own ubus object. */
import { connect } from "ucode:ubus";
import { cursor } from "ucode:uci";
import { daemonObjectName, ubusStatus } from "../shared/contract.ts";
import { packageName } from "../shared/options.ts";
import { readConfig } from "../shared/router/read-config.ts";
import { refusal } from "./method.ts";
import type { Refusal } from "./method.ts";

/** rpcd stands still meanwhile, so it is short; the daemon answers in milliseconds. */
const timeoutS = 1;

/** That nobody is there, and what to do about it. */
function notRunning(): Refusal {
  const config = readConfig(cursor()).parsed?.config;
  const start = `start it with: /etc/init.d/${packageName} start`;
  const enable = `uci set ${packageName}.global.enabled=1; uci commit ${packageName}`;
  const message =
    config?.global?.enabled == true
      ? `the service is not running; ${start}`
      : `the service is not running because it is not enabled in its configuration; enable it with: ${enable}; then ${start}`;
  return refusal(ubusStatus.notFound, message);
}

/** ubus's words for a status (ubus_strerror), as ucode's module puts them before its own. */
const refusals: { [words: string]: Refusal } = {
  "Invalid argument": refusal(
    ubusStatus.invalidArgument,
    "the running service does not take these arguments"
  ),
  "Method not found": refusal(
    ubusStatus.notSupported,
    `the running service is of another version and does not know this; restart it with: /etc/init.d/${packageName} restart`
  ),
  "No response": refusal(
    ubusStatus.noData,
    "the kernel does not tell the service its rules; is rtnetlink there?"
  ),
  "Operation not supported": refusal(
    ubusStatus.notSupported,
    `the running service cannot load what answers this; restart it with: /etc/init.d/${packageName} restart; if that does not help, install mini-mwan and mini-mwan-cli again`
  ),
  "Request timed out": refusal(
    ubusStatus.timeout,
    `the service did not answer within ${timeoutS} second`
  ),
};

function refusalFor(failure: string, unknown: string): Refusal {
  if (index(failure, "Failed to resolve") >= 0) {
    return notRunning();
  }
  const words = split(failure, ":")[0] as string;
  if (words == "Not found") {
    return refusal(ubusStatus.notFound, unknown);
  }
  return exists(refusals, words)
    ? (refusals[words] as Refusal)
    : refusal(ubusStatus.unknownError, `the service could not be asked: ${failure}`);
}

/**
 * The daemon's reply, or why there is none. `unknown` is the sentence for something that the daemon
 * does not have: of a refusal ucode's ubus module gives the status alone.
 */
function askDaemon(
  method: string,
  args: { [name: string]: unknown },
  unknown: string
): object | Refusal {
  const bus = connect(null, timeoutS);
  if (bus == null) {
    return refusal(ubusStatus.unknownError, "ubus cannot be reached");
  }
  const reply = bus.call(daemonObjectName, method, args);
  const failure = reply == null ? bus.error() : null;
  bus.disconnect();
  return type(reply) == "object"
    ? (reply as object)
    : refusalFor(failure ?? "it gave no reply", unknown);
}

export { askDaemon };

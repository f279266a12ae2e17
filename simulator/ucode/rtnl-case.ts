/** A netlink request and what ucode's rtnl module gives for it; and words to write many of them. */

type Command =
  | "RTM_NEWRULE"
  | "RTM_DELRULE"
  | "RTM_GETRULE"
  | "RTM_NEWROUTE"
  | "RTM_DELROUTE"
  | "RTM_GETROUTE";

type Flag = "NLM_F_CREATE" | "NLM_F_EXCL" | "NLM_F_REPLACE" | "NLM_F_DUMP" | "NLM_F_STRICT_CHK";

interface RtnlCase {
  name: string;
  command: Command;
  flags: readonly Flag[];
  message: { [attribute: string]: unknown };
  /** What `request` returns; success is null with `error` null. */
  gives: unknown;
  error?: string;
}

const create: readonly Flag[] = ["NLM_F_CREATE", "NLM_F_EXCL"];
const replace: readonly Flag[] = ["NLM_F_CREATE", "NLM_F_REPLACE"];
const dump: readonly Flag[] = ["NLM_F_DUMP"];
const strictDump: readonly Flag[] = ["NLM_F_DUMP", "NLM_F_STRICT_CHK"];

const refusal = (text: string) => ({ gives: false, error: `RTNETLINK answers: ${text}` });
const complaint = (attribute: string, value: string, reason: string) => ({
  gives: null,
  error: `Invalid input data or parameter: attribute \`${attribute}\` has invalid value \`${value}\`: ${reason}`,
});
const success = { gives: null };

export { create, replace, dump, strictDump, refusal, complaint, success };
export type { RtnlCase };

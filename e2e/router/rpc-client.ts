/** Callers of the ubus object on a real router: on its shell, and over HTTP through uhttpd. */
import { objectName } from "../../shared/contract.ts";
import type { MethodName } from "../../shared/contract.ts";
import type { Router } from "./router.ts";
import { until } from "./router.ts";

interface ShellAnswer {
  /** The status of ubus. */
  status: number;
  reply: unknown;
}

interface RpcAnswer {
  id: number;
  result?: [status: number, data?: unknown];
  error?: { code: number };
}

interface Call {
  session: string;
  object?: string;
  method: string;
  args?: object | undefined;
}

/** Whoever has not logged in. */
const nobody = "0".repeat(32);

const address = "127.0.0.1:8080";

/** Posts one body after the other and prints the answers; runs where the router's network is. */
const poster = `
  const answers = [];
  for (const body of JSON.parse(process.argv[1])) {
    const answer = await fetch("http://${address}/ubus", { method: "POST", body });
    answers.push(await answer.json());
  }
  console.log(JSON.stringify(answers));
`;

/** A router just unpacked: accounts without a password, one that may all, one that may read. */
const accounts = ["root", "viewer"]
  .map((name) => {
    const write = name === "root" ? "\tlist write '*'\n" : "";
    return `config login\n\toption username '${name}'\n\toption password '$p$${name}'\n\tlist read '*'\n${write}`;
  })
  .join("\n");

/** As rpcd's own package has it. */
const unauthenticated = {
  unauthenticated: { read: { ubus: { session: ["access", "login"] } } },
};

/** Starts rpcd, and uhttpd before it, with two accounts; gives rpcd's process id. */
async function startRpcd(router: Router): Promise<number> {
  router.write("etc/config/rpcd", accounts);
  router.write("etc/shadow", "root::0:0:99999:7:::\nviewer::0:0:99999:7:::\n");
  router.write("share/rpcd/acl.d/unauthenticated.json", JSON.stringify(unauthenticated));
  const { pid } = router.start("rpcd", "rpcd");
  await until(() => router.run("ubus", "list").includes(`${objectName}\n`), 5000, "rpcd's object");
  router.start("uhttpd", "uhttpd", "-f", "-h", "/etc/config", "-u", "/ubus", "-p", address);
  await until(() => tryPost(router) !== null, 5000, "uhttpd");
  return pid!;
}

function tryPost(router: Router): RpcAnswer[] | null {
  try {
    return post(router, [{ session: nobody, object: "session", method: "access" }]);
  } catch {
    return null;
  }
}

/** Sends every call in a request of its own, all over one connection. */
function post(router: Router, calls: readonly Call[]): RpcAnswer[] {
  const bodies = calls.map(({ session, object = objectName, method, args = {} }, id) =>
    JSON.stringify({ jsonrpc: "2.0", id, method: "call", params: [session, object, method, args] })
  );
  // A setting of the machine's own would only be complained about.
  const words = [
    "-u",
    "NODE_EXTRA_CA_CERTS",
    process.execPath,
    "--input-type=module",
    "-e",
    poster,
    JSON.stringify(bodies),
  ];
  return JSON.parse(router.run("env", ...words)) as RpcAnswer[];
}

/** A new session; `timeoutS` is how long it lasts without use. */
function logIn(router: Router, username: string, timeoutS = 300): string {
  const args = { username, password: "", timeout: timeoutS };
  const [answer] = post(router, [{ session: nobody, object: "session", method: "login", args }]);
  const [, data] = answer!.result!;
  return (data as { ubus_rpc_session: string }).ubus_rpc_session;
}

/** Calls the real `ubus` program; its exit code is the status, which newer ones negate. */
function callOnShell(router: Router, method: MethodName, args: object = {}): ShellAnswer {
  const script = `ubus call ${objectName} "$0" "$1" 2>/dev/null; echo "exit $?"`;
  const output = router.run("sh", "-c", script, method, JSON.stringify(args));
  const [, json = "", code] = /^([\s\S]*)exit (\d+)\s*$/.exec(output) ?? [];
  const status = Number(code) > 128 ? 256 - Number(code) : Number(code);
  return { status, reply: json.trim() ? JSON.parse(json) : null };
}

export { callOnShell, logIn, nobody, post, startRpcd };
export type { Call, RpcAnswer, ShellAnswer };

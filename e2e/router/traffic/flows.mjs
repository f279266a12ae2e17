// Long-lived TCP flows of a household's device. Standard input takes `open NAME ADDRESS [PORT]` and
// `end NAME`; each open flow sends a line every 100 ms. Prints, with times in milliseconds since 1970:
//   NAME open TIME
//   NAME echo TIME_SENT VIA     answered; VIA is the address that the server saw
//   NAME end TIME REASON        ECONNRESET and the like, or "closed"
import { createConnection } from "node:net";
import { createInterface } from "node:readline";

const everyMs = 100;
const flows = new Map();

function now() {
  return performance.timeOrigin + performance.now();
}

function say(...words) {
  process.stdout.write(`${words.join(" ")}\n`);
}

function open(name, address, port) {
  const socket = createConnection({ host: address, port: Number(port ?? 7), noDelay: true });
  let timer = null;
  let rest = "";
  let reason = "closed";
  socket.on("connect", () => {
    say(name, "open", now().toFixed(1));
    timer = setInterval(() => socket.write(`${now().toFixed(1)}\n`), everyMs);
  });
  socket.on("data", (data) => {
    const lines = (rest + data.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) say(name, "echo", line);
  });
  socket.on("error", (error) => (reason = error.code));
  socket.on("close", () => {
    clearInterval(timer);
    flows.delete(name);
    say(name, "end", now().toFixed(1), reason);
  });
  flows.set(name, socket);
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [command, name, address, port] = line.split(" ");
    if (command === "open") open(name, address, port);
    else if (command === "end") flows.get(name)?.destroy();
  })
  .on("close", () => process.exit());

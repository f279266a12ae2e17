// Many short TCP connections: `connections.mjs ADDRESS EVERY_MS [PORT [COUNT]]`. Each one connects,
// sends a line, waits for its echo and closes. Prints for each: time of its start in milliseconds since
// 1970, and the address that the server saw or the error (ETIMEDOUT after two seconds). Ends after COUNT.
import { createConnection } from "node:net";

const [address, everyMs, port = "7", count = "Infinity"] = process.argv.slice(2);
const timeoutMs = 2000;
let started = 0;

function connect() {
  if (++started >= Number(count)) clearInterval(timer);
  const startMs = performance.timeOrigin + performance.now();
  const socket = createConnection({ host: address, port: Number(port) });
  let rest = "";
  let result = "closed";
  socket.on("connect", () => socket.write("hello\n"));
  socket.on("data", (data) => {
    rest += data.toString();
    if (rest.endsWith("\n")) {
      result = rest.trim().split(" ")[1];
      socket.end();
    }
  });
  socket.on("error", (error) => (result = error.code));
  socket.setTimeout(timeoutMs, () => {
    result = "ETIMEDOUT";
    socket.destroy();
  });
  socket.on("close", () => process.stdout.write(`${startMs.toFixed(1)} ${result}\n`));
}

const timer = setInterval(connect, Number(everyMs));

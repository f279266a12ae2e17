// Somebody on the Internet who uses a service of the household: `inbound.mjs ADDRESS PORT COUNT`. Tries
// TCP and UDP, one after the other; prints as JSON how many of each were answered.
import { createSocket } from "node:dgram";
import { createConnection } from "node:net";

const [address, port, count] = process.argv.slice(2);
const patienceMs = 1000;

function within(start) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(0), patienceMs);
    start((answered) => {
      clearTimeout(timer);
      resolve(answered);
    });
  });
}

async function tryTcp() {
  const socket = createConnection({ host: address, port: Number(port) });
  const answered = await within((finish) => {
    socket.on("connect", () => socket.write("hello\n"));
    socket.on("data", () => finish(1));
    socket.on("error", () => finish(0));
  });
  socket.destroy();
  return answered;
}

async function tryUdp() {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  const answered = await within((finish) => {
    socket.on("message", (_, peer) => finish(Number(peer.address === address)));
    socket.on("error", () => finish(0));
    socket.send("hello", Number(port), address);
  });
  socket.close();
  return answered;
}

const result = { tcp: 0, udp: 0 };
for (let i = 0; i < Number(count); i++) {
  result.tcp += await tryTcp();
  result.udp += await tryUdp();
}
process.stdout.write(`${JSON.stringify(result)}\n`);

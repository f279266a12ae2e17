// A household's device: every 20 ms a datagram from a fresh port, and one from a port that stays.
// Prints a line for each: kind, milliseconds since start, address it went out with or "lost".
import { createSocket } from "node:dgram";

const everyMs = 20;
const lostAfterMs = 1000;
// Fresh flows count up from here: a port used twice would meet its old conntrack entry.
const firstPort = 10000;
const started = performance.now();
const waiting = new Map();
let sequence = 0;

function conclude(number, address) {
  const probe = waiting.get(number);
  if (probe) {
    waiting.delete(number);
    if (probe.ownSocket) probe.ownSocket.close();
    process.stdout.write(`${probe.kind} ${Math.round(probe.sentMs)} ${address}\n`);
  }
}

function listen(socket, port) {
  socket.on("message", (message) => {
    const [number, address] = message.toString().split(" ");
    conclude(number, address);
  });
  socket.on("error", () => {});
  socket.bind(port);
  return socket;
}

function send(kind, socket, ownSocket) {
  const number = String(sequence++);
  waiting.set(number, { kind, sentMs: performance.now() - started, ownSocket });
  socket.send(number, 7, "192.0.2.80", () => {});
  setTimeout(() => conclude(number, "lost"), lostAfterMs);
}

const steady = listen(createSocket("udp4"), firstPort - 1);
setInterval(() => {
  const fresh = listen(createSocket("udp4"), firstPort + sequence);
  send("new", fresh, fresh);
  send("same", steady, null);
}, everyMs);

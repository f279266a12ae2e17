// A household's device: again and again a datagram from a fresh port, and one from a port that stays.
// Arguments: address (the Internet server's), milliseconds between two (20).
// Prints a line for each: kind, time in milliseconds since 1970, address it went out with or "lost".
import { createSocket } from "node:dgram";

const address = process.argv[2] ?? "192.0.2.80";
const everyMs = Number(process.argv[3] ?? 20);
// The other family's ports are somebody else's.
const ipv6Only = address.includes(":");
const type = { type: ipv6Only ? "udp6" : "udp4", ipv6Only };
const lostAfterMs = 1000;
// Fresh flows count up from here: a port used twice would meet its old conntrack entry.
const firstPort = 10000;
const lastPort = 60000;
const waiting = new Map();
let sequence = 0;

function conclude(number, via) {
  const probe = waiting.get(number);
  if (probe) {
    waiting.delete(number);
    if (probe.ownSocket) probe.ownSocket.close();
    process.stdout.write(`${probe.kind} ${probe.sentMs.toFixed(1)} ${via}\n`);
  }
}

function listen(socket, port) {
  socket.on("message", (message) => {
    const [number, via] = message.toString().split(" ");
    conclude(number, via);
  });
  socket.on("error", () => {});
  socket.bind(port);
  return socket;
}

function send(kind, socket, ownSocket) {
  const number = String(sequence++);
  const sentMs = performance.timeOrigin + performance.now();
  waiting.set(number, { kind, sentMs, ownSocket });
  socket.send(number, 7, address, () => {});
  setTimeout(() => conclude(number, "lost"), lostAfterMs);
}

const steady = listen(createSocket(type), firstPort - 1);
setInterval(() => {
  const fresh = listen(createSocket(type), firstPort + (sequence % (lastPort - firstPort)));
  send("new", fresh, fresh);
  send("same", steady, null);
}, everyMs);

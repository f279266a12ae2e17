// Sends a thousand datagrams a second to an address without an answer. At the end of its standard
// input it prints, as JSON, how many it sent and how many of them the kernel refused, by error.
import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";

const address = process.argv[2];
const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
const refused = {};
const started = performance.now();
let sent = 0;

const timer = setInterval(() => {
  // A timer that comes late makes up for what it missed.
  const due = Math.floor(performance.now() - started);
  while (sent < due) {
    sent++;
    socket.send("x", 9, address, (error) => {
      if (error) refused[error.code] = (refused[error.code] ?? 0) + 1;
    });
  }
}, 1);
process.stdout.write("sending\n");
process.stdin.resume();
process.stdin.on("end", () => {
  clearInterval(timer);
  setTimeout(() => {
    process.stdout.write(JSON.stringify({ sent, refused }));
    socket.close();
  }, 50);
});

// An Internet host: answers each datagram with the number it carries and the address it came from.
import { createSocket } from "node:dgram";

const socket = createSocket("udp4");
socket.on("message", (message, peer) => {
  socket.send(`${message.toString()} ${peer.address}`, peer.port, peer.address);
});
socket.bind(7, "192.0.2.80", () => process.stdout.write("ready\n"));

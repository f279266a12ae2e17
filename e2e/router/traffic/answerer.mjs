// Answers on a port, TCP and UDP, both families: each line or datagram with itself and the address that
// it came from. UDP only on the addresses that are given, from which it also answers.
import { createSocket } from "node:dgram";
import { createServer, isIPv6 } from "node:net";

const [, , port, ...addresses] = process.argv;

function plain(address) {
  return address.replace(/^::ffff:/, "");
}

const server = createServer((connection) => {
  const peer = plain(connection.remoteAddress ?? "");
  connection.setNoDelay(true);
  connection.on("error", () => {});
  let rest = "";
  connection.on("data", (data) => {
    // On a busy machine one packet brings several lines, or half of one.
    const lines = (rest + data.toString()).split("\n");
    rest = lines.pop();
    for (const line of lines) connection.write(`${line} ${peer}\n`);
  });
});

const listening = addresses.map(
  (address) =>
    new Promise((resolve) => {
      const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
      socket.on("message", (message, peer) =>
        socket.send(`${message.toString()} ${peer.address}`, peer.port, peer.address)
      );
      socket.bind(Number(port), address, resolve);
    })
);
await Promise.all([
  ...listening,
  new Promise((resolve) => server.listen(port, "::", 2048, resolve)),
]);
process.stdout.write("ready\n");

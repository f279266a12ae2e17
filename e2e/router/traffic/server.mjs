// An Internet host: answers each datagram, and each line of a TCP connection, with what it carries and
// the address it came from. Port 7, both families. Arguments: addresses to listen on.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const port = 7;

/** The other family's port is a server's of its own. */
function isIpv6(address) {
  return address.includes(":");
}

function answerDatagrams(address) {
  const ipv6Only = isIpv6(address);
  const socket = createSocket({ type: ipv6Only ? "udp6" : "udp4", ipv6Only });
  socket.on("message", (message, peer) => {
    socket.send(`${message.toString()} ${peer.address}`, peer.port, peer.address, () => {});
  });
  return new Promise((resolve) => {
    socket.bind(port, address, resolve);
  });
}

function answerConnections(address) {
  const server = createServer({ noDelay: true }, (connection) => {
    const from = connection.remoteAddress;
    let rest = "";
    connection.on("error", () => {});
    connection.on("data", (data) => {
      const lines = (rest + data.toString()).split("\n");
      rest = lines.pop() ?? "";
      connection.write(lines.map((line) => `${line} ${from}\n`).join(""));
    });
  });
  return new Promise((resolve) => {
    server.listen({ host: address, port, ipv6Only: isIpv6(address) }, resolve);
  });
}

const addresses = process.argv.slice(2);
await Promise.all(
  addresses.flatMap((address) => [answerDatagrams(address), answerConnections(address)])
);
process.stdout.write("ready\n");

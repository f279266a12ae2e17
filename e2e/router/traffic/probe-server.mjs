// Servers for probes on all addresses: HTTP with various answers, a DNS server, and one whose right
// answer comes 200 ms after several that are none. Arguments: this host's address, another one of it.
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";

const [address, wrongAddress] = process.argv.slice(2);

function answerTo(query) {
  const answer = Buffer.from(query);
  answer[2] |= 0x80;
  // REFUSED is an answer, too.
  answer[3] = 0x85;
  return answer;
}

function changed(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

const isIpv6 = wrongAddress.includes(":");
const type = isIpv6 ? "udp6" : "udp4";
const any = isIpv6 ? "::" : "0.0.0.0";
const on = (port) => ({ port, host: any, ipv6Only: isIpv6 });
const otherPort = createSocket({ type, ipv6Only: isIpv6 }).bind(0, address);
const otherHost = createSocket({ type, ipv6Only: isIpv6 }).bind(5353, wrongAddress);

function listen(port, answer) {
  const socket = createSocket({ type, reuseAddr: true, ipv6Only: isIpv6 });
  socket.on("message", (query, from) => answer(socket, query, from));
  socket.bind(port, address);
}

listen(53, (socket, query, from) => socket.send(answerTo(query), from.port, from.address));
listen(5300, (socket, query, from) => {
  const right = answerTo(query);
  const send = (via, bytes) => via.send(bytes, from.port, from.address);
  send(otherPort, right);
  send(otherHost, right);
  for (const wrong of [changed(right, 0), changed(right, 14), query, right.subarray(0, 12)])
    send(socket, wrong);
  setTimeout(() => send(socket, right), 200);
});

createServer((request, response) => {
  const wanted = /^\/status\/(\d+)$/.exec(request.url ?? "");
  const isForUs = request.headers.host === "probe.example";
  response.writeHead(isForUs ? Number(wanted?.[1] ?? 404) : 400, { Location: "/login" });
  response.end("x".repeat(2000));
}).listen(on(80));

/** Probes close their connections without reading what is left. */
function accept(port, answer) {
  const server = createTcpServer((connection) => {
    connection.on("error", () => {});
    answer(connection);
  });
  return new Promise((resolve) => {
    server.listen(on(port), resolve);
  });
}

await Promise.all([
  accept(25, (connection) => connection.end("220 mail.example\r\n")),
  accept(26, (connection) => connection.on("data", () => connection.destroy())),
  // Accepts and says nothing.
  accept(27, () => {}),
]);
process.stdout.write("ready\n");

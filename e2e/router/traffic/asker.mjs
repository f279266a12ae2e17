// Opens connections and talks over them as it is told, line by line of JSON, and answers each line with
// one of JSON: the addresses that its traffic was seen to come from, "reset", "refused", or "lost".
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { createInterface } from "node:readline";

const lostAfterMs = 1000;

/** What the network says of a packet that it does not carry: by TCP, and by ICMP. */
const outcomes = {
  ECONNRESET: "reset",
  ECONNREFUSED: "refused",
  EACCES: "refused",
  EHOSTUNREACH: "refused",
};

const opened = new Map();
let sequence = 0;

function openTcp({ host, port, from }) {
  const socket = connect({ host, port, localAddress: from });
  const talk = { waiting: new Map(), rest: "", end: null };
  socket.setNoDelay(true);
  socket.on("error", (error) => {
    talk.end = outcomes[error.code] ?? "lost";
    for (const answer of talk.waiting.values()) answer(talk.end);
  });
  socket.on("data", (data) => {
    const lines = (talk.rest + data.toString()).split("\n");
    talk.rest = lines.pop();
    for (const line of lines) {
      const [number, address] = line.split(" ");
      talk.waiting.get(number)?.(address);
    }
  });
  talk.send = (text) => socket.write(`${text}\n`);
  talk.close = () => socket.destroy();
  return talk;
}

function openUdp({ host, port, from }) {
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  const talk = { waiting: new Map(), end: null };
  socket.on("error", (error) => {
    for (const answer of talk.waiting.values()) answer(outcomes[error.code] ?? "lost");
  });
  socket.on("message", (message) => {
    const [number, address] = message.toString().split(" ");
    talk.waiting.get(number)?.(address);
  });
  if (from) socket.bind(0, from);
  // Only a connected socket is told of a refusal.
  const connected = new Promise((resolve) => socket.connect(port, host, resolve));
  talk.send = (text) => void connected.then(() => socket.send(text, () => {}));
  talk.close = () => socket.close();
  return talk;
}

function say(talk) {
  if (talk.end) return Promise.resolve(talk.end);
  return new Promise((resolve) => {
    const number = String(sequence++);
    const answer = (address) => {
      clearTimeout(timer);
      talk.waiting.delete(number);
      resolve(address);
    };
    const timer = setTimeout(() => answer("lost"), lostAfterMs);
    talk.waiting.set(number, answer);
    talk.send(number);
  });
}

/** Short connections, some at a time; the address that each was seen to come from. */
async function visit(visits) {
  const seen = [];
  let next = 0;
  const worker = async () => {
    while (next < visits.length) {
      const at = next++;
      const talk = openTcp(visits[at]);
      seen[at] = await say(talk);
      talk.close();
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  return seen;
}

/** What answers came to a line every few milliseconds. */
async function chatter(talk, forMs) {
  const answers = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    answers.push(say(talk));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Promise.all(answers);
}

async function carryOut(order) {
  switch (order.do) {
    case "visit":
      return visit(order.visits);
    case "open":
      opened.set(order.name, order.proto === "tcp" ? openTcp(order) : openUdp(order));
      return say(opened.get(order.name));
    case "say":
      return say(opened.get(order.name));
    case "chatter":
      return chatter(opened.get(order.name), order.forMs);
    default:
      throw new Error(`unknown order ${order.do}`);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  void carryOut(order).then((answer) =>
    process.stdout.write(`${JSON.stringify({ id: order.id, answer })}\n`)
  );
}
process.exit(0);

// Uploads that never end. `sink ADDRESS`: an Internet host that takes them, port 9. `ADDRESS COUNT`: so many at
// once to that host, each as fast as the line lets it.
import { connect, createServer } from "node:net";

const port = 9;
const [first, second] = process.argv.slice(2);
const block = Buffer.alloc(65_536);

function upload(address) {
  const socket = connect(port, address);
  const write = () => {
    while (socket.write(block));
  };
  socket.on("connect", write);
  socket.on("drain", write);
  socket.on("error", () => {});
  socket.on("close", () => setTimeout(() => upload(address), 100));
}

if (first === "sink") {
  const server = createServer((connection) => connection.on("error", () => {}).resume());
  server.listen(port, second, () => process.stdout.write("ready\n"));
} else {
  for (let i = 0; i < Number(second); i++) upload(first);
}

// One ping over IPv4: TARGET [MARK SOURCE]. Prints "answered" or "lost".
import * as socket from "socket";

let target = ARGV[0], mark = +ARGV[1], source = ARGV[2];
let raw = socket.create(socket.AF_INET, socket.SOCK_RAW, 1);

function checksum(bytes) {
	let sum = 0;
	for (let i = 0; i < length(bytes); i += 2)
		sum += bytes[i] * 256 + bytes[i + 1];
	while (sum > 65535)
		sum = sum % 65536 + int(sum / 65536);
	return 65535 - sum;
}

let id = clock()[1] % 65536;
let bytes = [ 8, 0, 0, 0, int(id / 256), id % 256, 0, 1 ];
let sum = checksum(bytes);
bytes[2] = int(sum / 256);
bytes[3] = sum % 256;

if (mark)
	raw.setopt(socket.SOL_SOCKET, socket.SO_MARK, mark);
if (source)
	raw.bind({ address: source, port: 0 });
raw.send(chr(...bytes), 0, { address: target, port: 0 });

let deadline = time() + 2;
let answered = false;
while (!answered && time() < deadline) {
	let packet = raw.recv(1500, socket.MSG_DONTWAIT, {});
	if (!packet) {
		sleep(10);
		continue;
	}
	let head = (ord(packet, 0) % 16) * 4;
	answered = ord(packet, head) == 0 &&
		ord(packet, head + 4) == bytes[4] && ord(packet, head + 5) == bytes[5];
}
print(answered ? "answered" : "lost", "\n");

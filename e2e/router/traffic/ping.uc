// Pings: `ucode ping.uc ADDRESS COUNT INTERVAL_MS`. Prints how many were answered within a second.
import { AF_INET, AF_INET6, SOCK_RAW, SOCK_NONBLOCK, create } from 'socket';

let target = ARGV[0], count = +ARGV[1], intervalMs = +ARGV[2];
let isIpv6 = index(target, ':') >= 0;
let socket = create(isIpv6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_NONBLOCK, isIpv6 ? 58 : 1);
let id = 1 + time() % 65000, answered = {};

function checksum(bytes) {
	let sum = 0;
	for (let i = 0; i < length(bytes); i += 2)
		sum += ord(bytes, i) * 256 + ord(bytes, i + 1);
	while (sum > 65535)
		sum = (sum & 65535) + (sum >> 16);
	return 65535 - sum;
}

function request(sequence) {
	let rest = chr(id >> 8, id & 255, sequence >> 8, sequence & 255) + 'ping';
	// The kernel fills in the checksum of ICMPv6.
	let sum = isIpv6 ? 0 : checksum(chr(8, 0) + rest);
	return chr(isIpv6 ? 128 : 8, 0, sum >> 8, sum & 255) + rest;
}

function receive() {
	let packet;
	while ((packet = socket.recv(256, 0)) != null) {
		let message = isIpv6 ? packet : substr(packet, (ord(packet, 0) & 15) * 4);
		if (ord(message, 0) == (isIpv6 ? 129 : 0) && ord(message, 4) * 256 + ord(message, 5) == id)
			answered[ord(message, 6) * 256 + ord(message, 7)] = true;
	}
}

for (let sequence = 1; sequence <= count; sequence++) {
	socket.send(request(sequence), 0, { address: target, port: 0 });
	sleep(intervalMs);
	receive();
}
for (let waitedMs = 0; waitedMs < 1000 && length(answered) < count; waitedMs += 10) {
	sleep(10);
	receive();
}
print(length(answered), '\n');

// A host that answers pings itself, each with many replies that are none, and with the right one after
// 200 ms. Arguments: 4 or 6, its address, another one of its addresses.
import { handle, init, run, timer, ULOOP_READ } from "uloop";
import { stdout } from "fs";
import { AF_INET, AF_INET6, SOCK_RAW, create } from "socket";

const isIpv6 = ARGV[0] == "6";
const family = isIpv6 ? AF_INET6 : AF_INET;
const timers = [];

function sum(bytes) {
	let total = 0;
	for (let i = 0; i < length(bytes); i += 2)
		total += ord(bytes, i) * 256 + (ord(bytes, i + 1) ?? 0);
	while (total > 65535)
		total = total % 65536 + (total >> 16);
	return 65535 - total;
}

function reply(body) {
	const type = isIpv6 ? 129 : 0;
	const check = isIpv6 ? 0 : sum(chr(type, 0, 0, 0) + body);
	return chr(type, 0, check >> 8, check & 255) + body;
}

function changed(body, at) {
	return substr(body, 0, at) + chr((ord(body, at) + 1) % 256) + substr(body, at + 1);
}

function open(address) {
	const socket = create(family, SOCK_RAW, isIpv6 ? 58 : 1);
	socket.bind({ address, port: 0 });
	return socket;
}

init();
const right = open(ARGV[1]);
const wrong = open(ARGV[2]);

const reader = handle(right, () => {
	const from = {};
	const packet = right.recv(200, 0, from);
	const message = isIpv6 ? packet : substr(packet, 20);
	if (ord(message, 0) != (isIpv6 ? 128 : 8))
		return;
	const to = { address: from.address, port: 0 };
	const body = substr(message, 4);
	wrong.send(reply(body), 0, to);
	// Identifier, both bytes of the sequence number, the token's first and last.
	for (let at in [0, 2, 3, 6, length(body) - 1])
		right.send(reply(changed(body, at)), 0, to);
	right.send(reply(substr(body, 0, 6)), 0, to);
	right.send(reply(body + "x"), 0, to);
	right.send(chr(3, 3, 0, 0), 0, to);
	push(timers, timer(200, () => right.send(reply(body), 0, to)));
}, ULOOP_READ);
stdout.write("ready\n");
stdout.flush();
run();

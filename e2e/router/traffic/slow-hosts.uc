// Internet hosts that answer pings later than their kernel would, as far-away and busy ones do:
// `ucode slow-hosts.uc JSON` with { hosts: [address], delays: { sender: { leastMs, jitterMs } } }.
// A sender that is not named is answered at once. Prints "ready"; runs until it is ended.
import { AF_INET, AF_INET6, SOCK_RAW, SOCK_NONBLOCK, create } from 'socket';
import { stdout } from 'fs';
import * as uloop from 'uloop';

let task = json(ARGV[0]);
let seed = clock(true)[1] % 2147483647;
let waiting = [], sockets = [], handles = [], timer = null;

uloop.init();

function checksum(bytes) {
	let sum = 0;
	for (let i = 0; i < length(bytes); i += 2)
		sum += ord(bytes, i) * 256 + (ord(bytes, i + 1) ?? 0);
	while (sum > 65535)
		sum = (sum & 65535) + (sum >> 16);
	return 65535 - sum;
}

function nowMs() {
	let time = clock(true);
	return time[0] * 1000 + time[1] / 1000000;
}

/* A number from 0 to below `limit` (Park and Miller's generator). */
function chance(limit) {
	seed = (seed * 48271 + 1) % 2147483647;
	return seed % limit;
}

function reply(isIpv6, request) {
	let rest = substr(request, 4);
	let sum = isIpv6 ? 0 : checksum(chr(0, 0) + rest);
	return chr(isIpv6 ? 129 : 0, 0, sum >> 8, sum & 255) + rest;
}

function sendDue() {
	let now = nowMs(), nextMs = null;
	for (let one in waiting)
		if (one.atMs <= now)
			one.socket.send(one.message, 0, one.to);
	waiting = filter(waiting, (one) => one.atMs > now);
	for (let one in waiting)
		nextMs = min(nextMs ?? one.atMs, one.atMs);
	if (nextMs != null)
		timer.set(max(1, nextMs - now));
}

timer = uloop.timer(-1, sendDue);

function receive(socket, isIpv6) {
	let sender = {};
	let packet = socket.recv(1500, 0, sender);
	if (packet == null)
		return;
	let message = isIpv6 ? packet : substr(packet, (ord(packet, 0) & 15) * 4);
	if (ord(message, 0) != (isIpv6 ? 128 : 8))
		return;
	let delay = task.delays[sender.address] ?? { leastMs: 0, jitterMs: 0 };
	let atMs = nowMs() + delay.leastMs + chance(delay.jitterMs + 1);
	push(waiting, { socket, atMs, message: reply(isIpv6, message), to: { address: sender.address, port: 0 } });
	sendDue();
}

for (let address in task.hosts) {
	let isIpv6 = index(address, ':') >= 0;
	let socket = create(isIpv6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_NONBLOCK, isIpv6 ? 58 : 1);
	if (!socket.bind({ address, port: 0 }))
		die(`${address}: ${socket.error()}`);
	push(sockets, socket);
}
// Of a loop's variable all functions would see the last value.
map(sockets, (socket, i) => {
	let isIpv6 = index(task.hosts[i], ':') >= 0;
	push(handles, uloop.handle(socket, () => receive(socket, isIpv6), uloop.ULOOP_READ));
});
stdout.write('ready\n');
stdout.flush();
uloop.run();

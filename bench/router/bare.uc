// The least that a daemon on ucode has to do to measure as ours does, without a thought about what it hears.
// Arguments: MILLISECONDS between two rounds, MARK, then DEVICE ADDRESS of each uplink. A round: three times,
// 100 ms apart, an echo request to each target through each device, then all replies with the kernel's time of
// arrival. Besides, each device's counter of sent packets every two seconds.
import { open } from "fs";
import * as socket from "socket";
import { init, run, timer } from "uloop";

const targets = [ "1.1.1.1", "8.8.8.8" ];
const times = 3, spacing = 100, counting = 2000;

// Type 8, number 1 and a payload; the same each time, for a checksum would be a thought.
const message = chr(8, 0, 0xf7, 0xfd, 0, 1, 0, 1) + chr(0, 0, 0, 0, 0, 0, 0, 0);

const interval = +ARGV[0];
const sockets = [], counters = [];
for (let i = 2; i < length(ARGV); i += 2) {
	const raw = socket.create(socket.AF_INET, socket.SOCK_RAW + socket.SOCK_NONBLOCK, 1);
	raw.setopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, ARGV[i]);
	raw.setopt(socket.SOL_SOCKET, socket.SO_MARK, +ARGV[1]);
	raw.setopt(socket.SOL_SOCKET, socket.SO_TIMESTAMPNS, 1);
	raw.bind({ address: ARGV[i + 1], port: 0 });
	push(sockets, raw);
	push(counters, open(`/sys/class/net/${ARGV[i]}/statistics/tx_packets`, "re"));
}
const addresses = map(targets, (address) => ({ address, port: 0 }));

let sent = 0, heard = 0, rounds = 0;

function send() {
	for (let raw in sockets)
		for (let to in addresses)
			raw.send(message, 0, to);
}

function collect() {
	for (let raw in sockets)
		for (let i = 0; i < times * length(targets); i++)
			heard += raw.recvmsg(80, 64, 0) != null;
}

init();
let round, count;
round = timer(100, () => {
	if (sent < times) {
		send();
		sent++;
		round.set(spacing);
		return;
	}
	collect();
	sent = 0;
	rounds++;
	round.set(interval - times * spacing);
	// Else it would have measured something else.
	if (heard < rounds * times * length(targets) * length(sockets))
		exit(1);
});
count = timer(counting, () => {
	for (let file in counters) {
		file.seek(65536);
		file.seek(0);
		file.read("line");
	}
	count.set(counting);
});
run();

// Echo replies that nobody asked for, 10,000 a second: SOURCE is our address, TARGET whom they hit.
import { AF_INET, SOCK_RAW, create } from "socket";
import { init, run, timer } from "uloop";

const everyMs = 10;
const perTurn = 100;
const reply = chr(0, 0, 255, 255, 0, 0, 0, 0);

init();
const socket = create(AF_INET, SOCK_RAW, 1);
socket.bind({ address: ARGV[0], port: 0 });
socket.connect({ address: ARGV[1], port: 0 });
let turn = null;
turn = timer(1, () => {
	for (let i = 0; i < perTurn; i++)
		socket.send(reply, 0);
	turn.set(everyMs);
});
printf("ready\n");
run();

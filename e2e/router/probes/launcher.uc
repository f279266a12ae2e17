// Sends the probes that the argument lists, each at its time, and prints what becomes of them as JSON
// lines; the test puts it beside the built prober.
import { lsdir } from "fs";
import { end, init, run, timer } from "uloop";
import { createProber } from "./daemon/probe/prober.uc";

const plan = json(ARGV[0]);
const timers = [];

function say(what) {
	printf("%J\n", what);
}

init();

const prober = createProber(
	(section, family, answers) => {
		for (let answer in answers)
			say({ section, family, ...answer });
	},
	(section, family, sequence, reason) => say({ section, family, sequence, reason })
);

function send(request) {
	for (let refusal in prober.send(request))
		say({ sequence: refusal.sequence, obstacle: refusal.reason });
}

for (let i = 0; i < length(plan.steps); i++) {
	const step = plan.steps[i];
	push(timers, timer(step.atMs, () => {
		for (let request in step.requests ?? [])
			send(request);
		if (step.keepOnly)
			prober.keepOnly(step.keepOnly);
		if (step.countFiles)
			say({ files: length(lsdir("/proc/self/fd")) });
	}));
}
// As the daemon does: now and then, and at the end.
let listen = null;
listen = timer(20, () => {
	prober.collect();
	listen.set(20);
});
push(timers, listen);
push(timers, timer(plan.untilMs, () => end()));
run();

// The daemon's program, started by /usr/sbin/mini-mwand.
import { run } from "./daemon.uc";

exit(run(ARGV));

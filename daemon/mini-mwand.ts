/** The daemon as a program of its own, which /usr/sbin/mini-mwand unpacks and starts. */
import { run } from "./main.ts";

exit(run(ARGV));

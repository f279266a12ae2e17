// Started by /etc/init.d/mini-mwan.
import { run } from "./daemon/main.uc";

run();

// Loaded by rpcd: publishes the ubus object mini-mwan.
import { object } from "../../mini-mwan/rpcd-plugin.uc";

return object;

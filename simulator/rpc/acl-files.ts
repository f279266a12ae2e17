/** The access control that the product's own package installs. */
import appAcl from "../../openwrt-package/luci-app-mini-mwan/files/usr/share/rpcd/acl.d/luci-app-mini-mwan.json" with { type: "json" };
import type { AclFile } from "./acl.ts";

const productAclFiles: readonly AclFile[] = [appAcl];

export { productAclFiles };

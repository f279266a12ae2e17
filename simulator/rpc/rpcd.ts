/** rpcd with its session and uci plugins, for the users of a router. */
import type { World } from "../world/world.ts";
import type { AclFile } from "./acl.ts";
import { Sessions } from "./sessions.ts";
import type { User } from "./sessions.ts";
import { UciObject } from "./uci-object.ts";

/** What rpcd itself installs: whoever has not logged in may do just that. */
const unauthenticatedAcl: AclFile = {
  unauthenticated: { read: { ubus: { session: ["access", "login"] } } },
};

/** A router just unpacked has no password; `viewer` has read permissions only. */
const defaultUsers: readonly User[] = [
  { name: "root", password: null, permissions: ["read", "write"] },
  { name: "viewer", password: null, permissions: ["read"] },
];

interface RpcdOptions {
  users?: readonly User[];
  /** The files in /usr/share/rpcd/acl.d beside rpcd's own. */
  aclFiles: readonly AclFile[];
}

function startRpcd(world: World, { users = defaultUsers, aclFiles }: RpcdOptions): Sessions {
  const sessions = new Sessions(world, users, [unauthenticatedAcl, ...aclFiles]);
  new UciObject(world, sessions).publish();
  return sessions;
}

export { startRpcd };
export type { RpcdOptions };

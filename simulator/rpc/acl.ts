/** rpcd's access control: what the files in /usr/share/rpcd/acl.d grant, and whether a session may. */

/** Objects with their functions, or a list of objects whose function is the permission's name. */
type AclScope = { [object: string]: string[] } | string[];

type AclPermission = { [scope: string]: AclScope };

interface AclGroup {
  description?: string;
  read?: AclPermission;
  write?: AclPermission;
}

type AclFile = { [group: string]: AclGroup };

type Permission = "read" | "write";

/** Functions by object by scope; `access-group` lists the groups themselves. */
class Grants {
  #functions = new Map<string, Map<string, string[]>>();

  add(scope: string, object: string, name: string): void {
    const objects = this.#functions.get(scope) ?? new Map<string, string[]>();
    this.#functions.set(scope, objects);
    const names = objects.get(object) ?? [];
    if (!names.includes(name)) objects.set(object, [...names, name]);
  }

  allows(scope: string, object: string, name: string): boolean {
    for (const [pattern, names] of this.#functions.get(scope) ?? [])
      if (matches(pattern, object) && names.some((allowed) => matches(allowed, name))) return true;
    return false;
  }

  /** As `session.login` shows it: sorted, as rpcd's trees are. */
  describe(): object {
    const sorted = <T>(map: Map<string, T>): [string, T][] =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      sorted(this.#functions).map(([scope, objects]) => [
        scope,
        Object.fromEntries(sorted(objects)),
      ])
    );
  }
}

/** fnmatch with `*` and `?`. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

function addScope(grants: Grants, permission: Permission, name: string, scope: AclScope): void {
  if (Array.isArray(scope)) {
    for (const object of scope) grants.add(name, object, permission);
    return;
  }
  for (const [object, functions] of Object.entries(scope))
    for (const allowed of functions) grants.add(name, object, allowed);
}

/** What someone with these permissions on these groups may do. */
function grantsOf(
  files: readonly AclFile[],
  isGranted: (group: string, permission: Permission) => boolean
): Grants {
  const grants = new Grants();
  for (const [group, content] of files.flatMap((file) => Object.entries(file)))
    for (const permission of ["read", "write"] as const) {
      if (!isGranted(group, permission)) continue;
      const scopes = content[permission];
      if (!scopes) continue;
      for (const [name, scope] of Object.entries(scopes)) addScope(grants, permission, name, scope);
      grants.add("access-group", group, permission);
    }
  return grants;
}

export { Grants, grantsOf };
export type { AclFile, Permission };

/** Reads UCI packages and writes our own, never another. */
import { access, readfile, writefile } from "ucode:fs";
import { cursor } from "ucode:uci";
import type { Cursor } from "ucode:uci";
import { packageName } from "../../shared/options.ts";
import type { DraftSection, SourceSection } from "./draft.ts";

const folder = "/etc/config";
const ownPath = `${folder}/${packageName}`;

/** So many copies may lie beside the file. */
const mostCopies = 20;

interface PackageReading {
  /** Empty for a file that is not there. */
  sections: SourceSection[];
  /** Whether there is a file at all. */
  found: boolean;
  /** Why a file that is there cannot be read. */
  failure: string | null;
}

function failureOf(uci: Cursor | null, deed: string): string {
  return `${deed}: ${uci?.error?.() ?? "no uci"}`;
}

/** The package with all staged changes. */
function readPackage(name: string): PackageReading {
  if (!access(`${folder}/${name}`, "f")) {
    return { sections: [], found: false, failure: null };
  }
  const uci = cursor();
  if (uci == null || !uci.load(name)) {
    return {
      sections: [],
      found: true,
      failure: failureOf(uci, `${folder}/${name} cannot be read`),
    };
  }
  return { sections: values(uci.get_all(name) ?? {}), found: true, failure: null };
}

/** Takes the sections of these types away and adds the new ones; false at the first that fails. */
function change(
  uci: Cursor,
  drafts: readonly DraftSection[],
  replaced: readonly string[]
): boolean {
  const present = values(uci.get_all(packageName) ?? {});
  for (let i = 0; i < length(present); i++) {
    const section = present[i] as SourceSection;
    if (index(replaced, section[".type"]) >= 0 && !uci.delete(packageName, section[".name"])) {
      return false;
    }
  }
  for (let i = 0; i < length(drafts); i++) {
    const draft = drafts[i] as DraftSection;
    if (!uci.set(packageName, draft.name, draft.type)) {
      return false;
    }
    for (let option in draft.options) {
      const value = draft.options[option] as string | string[];
      if (!uci.set(packageName, draft.name, option, value)) {
        return false;
      }
    }
  }
  return true;
}

/**
 * Puts the sections into `/etc/config/mini-mwan` in place of those of the types `replaced`; what was staged
 * is committed with them. Gives what went wrong, and then has written nothing.
 */
function writeSections(
  drafts: readonly DraftSection[],
  replaced: readonly string[]
): string | null {
  if (!access(ownPath, "f") && writefile(ownPath, "") == null) {
    return `${ownPath} cannot be written`;
  }
  const uci = cursor();
  if (uci == null || !uci.load(packageName)) {
    return failureOf(uci, `${ownPath} cannot be read`);
  }
  return change(uci, drafts, replaced) && uci.commit(packageName)
    ? null
    : failureOf(uci, `${ownPath} cannot be changed`);
}

/** Copies our file beside itself, under a name that is free. Gives its path, or null when that failed. */
function copyAside(suffix: string): string | null {
  const text = readfile(ownPath);
  let path = `${ownPath}-${suffix}`;
  for (let i = 2; access(path, "f"); i++) {
    if (i > mostCopies) {
      return null;
    }
    path = `${ownPath}-${suffix}-${i}`;
  }
  return text != null && writefile(path, text) == length(text) ? path : null;
}

export { copyAside, ownPath, readPackage, writeSections };

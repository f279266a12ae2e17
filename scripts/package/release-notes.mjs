/** The notes of a release are its part of the changelog. */

/**
 * The changelog's text between the heading of this version and the next one.
 *
 * @param {string} changelog
 * @param {string} version `1.2.3` or `Unreleased`.
 * @returns {string | null} Null when it says nothing of the version.
 */
function releaseNotes(changelog, version) {
  const parts = changelog.split(/^## /m);
  const part = parts.find((text) => text.startsWith(`[${version}]`));
  const notes = part?.slice(part.indexOf("\n")).trim() ?? "";
  return notes === "" ? null : `${notes}\n`;
}

export { releaseNotes };

/**
 * The scripts that a package manager runs. OpenWrt's own functions enable and start the services of a
 * package and run its first-boot scripts; without them, as in a bare root, there is nothing to do.
 */

const loadFunctions = `#!/bin/sh
[ "\${IPKG_NO_SCRIPT}" = "1" ] && exit 0
[ -s "\${IPKG_INSTROOT}/lib/functions.sh" ] || exit 0
. "\${IPKG_INSTROOT}/lib/functions.sh"
`;

/** @param {string | null} script A script, or its part after the first line. */
function withoutShebang(script) {
  return (script ?? "").replace(/^#!.*\n/, "");
}

/**
 * Scripts of an .ipk by file name. opkg keeps what the package itself wants beside them as
 * `postinst-pkg`, where OpenWrt's function looks for it.
 *
 * @param {import("./makefile.mjs").PackageInfo} info
 * @returns {Record<string, string>}
 */
function ipkScripts(info) {
  return {
    postinst: `${loadFunctions}default_postinst "$0" "$@"\n`,
    prerm: `${loadFunctions}default_prerm "$0" "$@"\n`,
    ...(info.afterInstall == null ? {} : { "postinst-pkg": info.afterInstall }),
    ...(info.afterRemove == null ? {} : { postrm: info.afterRemove }),
  };
}

/**
 * Scripts of an .apk by apk's name for the moment.
 *
 * @param {import("./makefile.mjs").PackageInfo} info
 * @returns {Record<string, string>}
 */
function apkScripts(info) {
  const named = `${loadFunctions}export root="\${IPKG_INSTROOT}"\nexport pkgname="${info.name}"\n`;
  const install = `${named}default_postinst\n${withoutShebang(info.afterInstall)}`;
  return {
    "post-install": install,
    "post-upgrade": install.replace("export root=", "export PKG_UPGRADE=1\nexport root="),
    "pre-deinstall": `${named}default_prerm\n`,
    ...(info.afterRemove == null ? {} : { "post-deinstall": info.afterRemove }),
  };
}

export { apkScripts, ipkScripts };

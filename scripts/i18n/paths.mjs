/** Where LuCI's tools look for catalogues, and where the router has them. */

const folder = "openwrt-package/luci-app-mini-mwan/po";

const templatePath = `${folder}/templates/mini-mwan.pot`;

/** @param {string} language LuCI's code of it. */
function cataloguePath(language) {
  return `${folder}/${language}/mini-mwan.po`;
}

/** @param {string} language */
function compiledTarget(language) {
  return `usr/lib/lua/luci/i18n/mini-mwan.${language}.lmo`;
}

export { cataloguePath, compiledTarget, templatePath };

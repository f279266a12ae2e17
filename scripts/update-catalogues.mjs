/**
 * Brings the page's catalogues up to its texts: new ones are added untranslated, those no longer there
 * are dropped. Use: npm run i18n
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { formatCatalogue, formatTemplate, languages, parseCatalogue } from "./i18n/catalogue.mjs";
import { collectTexts } from "./i18n/extract.mjs";
import { cataloguePath, templatePath } from "./i18n/paths.mjs";

/** @typedef {import("./i18n/catalogue.mjs").Language} Language */

const root = resolve(import.meta.dirname, "..");

/**
 * @param {string} path Repository path.
 * @param {string} text
 */
function write(path, text) {
  mkdirSync(dirname(resolve(root, path)), { recursive: true });
  writeFileSync(resolve(root, path), text);
}

const texts = collectTexts(root);
write(templatePath, formatTemplate(texts));
for (const language of /** @type {Language[]} */ (Object.keys(languages))) {
  const path = cataloguePath(language);
  const before = existsSync(resolve(root, path)) ? readFileSync(resolve(root, path), "utf8") : "";
  const translations = before === "" ? new Map() : parseCatalogue(before);
  write(path, formatCatalogue(texts, language, translations));
  const missing = [...texts.keys()].filter((text) => !translations.has(text)).length;
  console.log(`${path}: ${texts.size} texts, ${missing} to translate`);
}

/** PO files: the template with all texts, and one file for each language. */
import { po } from "gettext-parser";
import { formatLmo } from "./lmo.mjs";

/** Languages by LuCI's code, with their rule for plurals. */
const languages = {
  cs: "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
  de: "nplurals=2; plural=n != 1;",
  es: "nplurals=2; plural=n != 1;",
  fr: "nplurals=2; plural=n > 1;",
  ru: "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;",
};

/** @typedef {keyof typeof languages} Language */

/**
 * @param {Map<string, string[]>} texts Files by text.
 * @param {Record<string, string>} headers
 * @param {(text: string) => string} translate
 */
function format(texts, headers, translate) {
  const messages = [...texts].map(([text, files]) => [
    text,
    { msgid: text, msgstr: [translate(text)], comments: { reference: files.join("\n") } },
  ]);
  const all = {
    charset: "utf-8",
    headers: { "Content-Type": "text/plain; charset=UTF-8", ...headers },
    translations: { "": Object.fromEntries(messages) },
  };
  return `${po.compile(all, { foldLength: 0, sort: true }).toString("utf8").trim()}\n`;
}

/**
 * The template: every text, translated into nothing.
 *
 * @param {Map<string, string[]>} texts Files by text.
 */
function formatTemplate(texts) {
  return format(texts, {}, () => "");
}

/**
 * The translations of a PO file by their English text; those still missing are left out.
 *
 * @param {string} file Its text.
 * @returns {Map<string, string>}
 */
function parseCatalogue(file) {
  const messages = Object.values(po.parse(file).translations[""] ?? {});
  return new Map(
    messages.flatMap(({ msgid, msgstr }) => (msgid && msgstr[0] ? [[msgid, msgstr[0]]] : []))
  );
}

/**
 * A language's file with exactly these texts, and the translations that it had.
 *
 * @param {Map<string, string[]>} texts Files by text.
 * @param {Language} language
 * @param {Map<string, string>} translations
 */
function formatCatalogue(texts, language, translations) {
  const headers = { Language: language, "Plural-Forms": languages[language] };
  return format(texts, headers, (text) => translations.get(text) ?? "");
}

/**
 * @param {Map<string, string>} translations
 * @param {Language} language
 */
function compileCatalogue(translations, language) {
  const messages = [...translations].map(([original, translated]) => ({ original, translated }));
  return formatLmo(messages, languages[language]);
}

export { compileCatalogue, formatCatalogue, formatTemplate, languages, parseCatalogue };

/**
 * Ships a built module and its style as one compressed file, as the router's web server compresses nothing and its
 * flash compresses by pages: the body of a function that puts the style into the document and gives what
 * the module exports. `mini-mwan/loader.js` of LuCI's app and `html.mjs` here have it run.
 */
import { compressSmall } from "../zopfli.mjs";

/**
 * @param {string} code Of a module that imports nothing.
 * @param {string} [last] What is to run after all of it.
 * @returns {string}
 */
function bodyOf(code, last = "") {
  const end = /export\s*\{([^}]*)\};?\s*$/.exec(code);
  const body = end ? code.slice(0, end.index) : code;
  if (/^\s*(import|export)\b/m.test(body)) {
    throw new Error("the page's module is not one file: something in it imports or exports");
  }
  const members = (end?.[1] ?? "")
    .split(",")
    .map((pair) => pair.trim().split(" as "))
    .map(([local, name = local]) => `${name}:${local}`);
  return `${body};${last}${end ? `return{${members.join()}}` : ""}`;
}

/** @param {string} style */
function styleScript(style) {
  const literal = /['\\\n]/.test(style) ? JSON.stringify(style) : `'${style}'`;
  return `document.head.append(Object.assign(document.createElement("style"),{textContent:${literal}}));`;
}

/**
 * The text that is shipped. The style is last because words that the module has said before cost it less.
 *
 * @param {import("vite").Rollup.OutputBundle} bundle What it is made of is taken out.
 * @returns {string}
 */
function takeText(bundle) {
  const parts = Object.values(bundle).filter(({ fileName }) => /\.(js|css)$/.test(fileName));
  const [script, ...otherScripts] = parts.filter((file) => file.type === "chunk");
  const [style, ...otherStyles] = parts.filter((file) => file.type === "asset");
  if (!script || !style || otherScripts.length + otherStyles.length > 0) {
    throw new Error(`the page is one script and one style, not ${Object.keys(bundle).join(", ")}`);
  }
  for (const { fileName } of parts) {
    delete bundle[fileName];
  }
  return `"use strict";${bodyOf(script.code, styleScript(String(style.source).trim()))}`;
}

/**
 * @param {string} fileName Without what the compression adds.
 * @returns {import("vite").Plugin}
 */
function compress(fileName) {
  return {
    name: "compress",
    apply: "build",
    generateBundle: {
      // After Vite has taken away the empty script of the style.
      order: "post",
      async handler(_options, bundle) {
        const text = takeText(bundle);
        const source = await compressSmall(Buffer.from(text));
        this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source });
      },
    },
  };
}

export { compress };

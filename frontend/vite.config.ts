/**
 * Builds what goes to the router, into the router tree that build:router began: the module of LuCI's
 * views, or in mode `alone` the page of its own. Each is one file, for one is all that a router has.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compress } from "../scripts/page/compress.mjs";
import { html } from "../scripts/page/html.mjs";
import { slimZod, wholeImports } from "../scripts/page/slim.mjs";
import { version } from "../shared/version.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Where LuCI's views find the module. */
const luci = {
  script: `${here}src/app/main.tsx`,
  style: `${here}src/styles/app.css`,
  place: "luci-static/resources/mini-mwan/app.js",
  plugins: [],
};

const alone = {
  script: `${here}src/app/standalone.ts`,
  style: `${here}src/styles/page.css`,
  place: "mini-mwan/page.js",
  plugins: [
    html({
      source: `${here}index.html`,
      fileName: "mini-mwan/index.html",
      address: `page.js.gz?v=${version}`,
    }),
  ],
};

export default defineConfig(({ command, mode }) => {
  const { script, style, place, plugins } = mode === "alone" ? alone : luci;
  return {
    root: here,
    publicDir: false,
    resolve: { alias: command === "build" ? slimZod : [] },
    oxc: {
      // The automatic runtime's calls would be 0.3 KB more of the page.
      jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
      jsxInject: `import { Fragment, h } from "preact"`,
    },
    plugins: [wholeImports, compress(place), ...plugins],
    build: {
      outDir: "../dist/router/www",
      emptyOutDir: false,
      target: "es2022",
      // The first ones that know `:dir()`, which the page needs; they know nesting, too.
      cssTarget: ["chrome120", "firefox117", "safari17.2"],
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { app: script, style },
        preserveEntrySignatures: "strict",
        output: { entryFileNames: place },
      },
    },
  };
});

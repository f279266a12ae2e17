/**
 * Builds what goes to the router, into the router tree that build:router began: the module of LuCI's
 * views, or in mode `alone` the page of its own. Each is one file, for one is all that a router has.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { version } from "../shared/version.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Where LuCI's views find the module and its style. */
const luci = {
  script: `${here}src/app/main.tsx`,
  style: `${here}src/styles/app.css`,
  place: "luci-static/resources/mini-mwan/app",
};

const alone = {
  script: `${here}src/app/standalone.ts`,
  style: `${here}src/styles/page.css`,
  place: "mini-mwan/page",
};

/** The page's HTML; its addresses carry the version, so that no browser mixes two. */
function html(): Plugin {
  const address = (ending: string): string => `page.${ending}?v=${version}`;
  return {
    name: "html",
    apply: "build",
    generateBundle() {
      const source = readFileSync(`${here}index.html`, "utf8")
        .replace("./src/styles/page.css", address("css"))
        .replace("./src/app/standalone.ts", address("js"));
      this.emitFile({ type: "asset", fileName: "mini-mwan/index.html", source });
    },
  };
}

export default defineConfig(({ mode }) => {
  const { script, style, place } = mode === "alone" ? alone : luci;
  return {
    root: here,
    publicDir: false,
    oxc: {
      // The automatic runtime's calls would be 0.3 KB more of the page.
      jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
      jsxInject: `import { Fragment, h } from "preact"`,
    },
    // No developer tools on a router.
    define: { "window.__PREACT_SIGNALS_DEVTOOLS__": "false" },
    plugins: mode === "alone" ? [html()] : [],
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
        output: {
          entryFileNames: `${place}.js`,
          assetFileNames: `${place}.[ext]`,
        },
      },
    },
  };
});

/** Builds the page as it lies on the router, into the router tree that build:router began. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { version } from "../shared/version.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Where LuCI and the page of its own find the module and its style. */
const resources = "luci-static/resources/mini-mwan";

/**
 * The page of its own. Its addresses carry the version, as in LuCI's shims, so that a browser which
 * has loaded the module once has loaded it for both.
 */
function standalonePage(): Plugin {
  const address = (name: string): string => `/${resources}/${name}?v=${version}`;
  const start = `<script type="module">
      import { mount } from "${address("app.js")}";
      mount(document.getElementById("mini-mwan"), null, "status");
    </script>`;
  return {
    name: "standalone-page",
    apply: "build",
    generateBundle() {
      const source = readFileSync(`${here}index.html`, "utf8")
        .replace("./src/styles/app.css", address("app.css"))
        .replace(/<script.*<\/script>/, start);
      this.emitFile({ type: "asset", fileName: "mini-mwan/index.html", source });
    },
  };
}

export default defineConfig({
  root: here,
  publicDir: false,
  oxc: {
    // The automatic runtime's calls would be 0.3 KB more of the page.
    jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
    jsxInject: `import { Fragment, h } from "preact"`,
  },
  plugins: [standalonePage()],
  build: {
    outDir: "../dist/router/www",
    emptyOutDir: false,
    target: "es2022",
    // The first ones that know `:dir()`, which the page needs; they know nesting, too.
    cssTarget: ["chrome120", "firefox117", "safari17.2"],
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: `${here}src/app/main.tsx`, style: `${here}src/styles/app.css` },
      preserveEntrySignatures: "strict",
      output: {
        entryFileNames: `${resources}/[name].js`,
        assetFileNames: `${resources}/app.[ext]`,
      },
    },
  },
});

/** The HTML of the page of its own, as the router has it: its script and style come as one compressed file. */
import { readFileSync } from "node:fs";

/**
 * What the sources' addresses become. The address carries the version, so that no browser mixes two.
 *
 * @param {string} address
 */
function loader(address) {
  return `<script type="module">
      try {
        const answer = await fetch("${address}");
        if (!answer.ok) throw new Error(\`HTTP \${answer.status}\`);
        const plain = answer.body.pipeThrough(new DecompressionStream("gzip"));
        new Function(await new Response(plain).text())();
      } catch (error) {
        document.getElementById("mini-mwan").textContent =
          \`This page could not be started; reload it, or use a newer browser. \${error}\`;
      }
    </script>`;
}

/**
 * @param {{ source: string, fileName: string, address: string }} page The source's path, the built file's, and the
 *   address of the compressed file.
 * @returns {import("vite").Plugin}
 */
function html({ source, fileName, address }) {
  return {
    name: "html",
    apply: "build",
    generateBundle() {
      const written = readFileSync(source, "utf8");
      const built = written
        .replace(/ *<link rel="stylesheet".*\n/, "")
        .replace(/<script type="module" src=.*<\/script>/, () => loader(address));
      this.emitFile({ type: "asset", fileName, source: built });
    },
  };
}

export { html };

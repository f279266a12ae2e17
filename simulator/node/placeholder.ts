/** The page of the simulated world while there is no simulator/demo/index.html. */
const placeholderPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>Mini-MWAN simulator</title>
<h1>Mini-MWAN simulator</h1>
<p><a href="/mini-mwan/">The product's page</a> (user root, any password)</p>
<div id="links"></div>
<p>The client uses <b id="uplink">?</b>: <code id="packets"></code></p>
<pre id="log"></pre>
<script type="module">
const byId = (id) => document.getElementById(id);
const post = (body) =>
  fetch("/simulator/link", { method: "POST", body: JSON.stringify(body) }).then(refresh);
function button(link, name, value, text) {
  const element = document.createElement("button");
  element.textContent = text;
  element.onclick = () => post({ device: link.device, [name]: value });
  return element;
}
async function refresh() {
  const world = await (await fetch("/simulator/world")).json();
  byId("links").replaceChildren(...world.links.map((link) => {
    const row = document.createElement("p");
    row.append(
      link.interface + " (" + link.device + ") ",
      button(link, "carrier", !link.carrier, link.carrier ? "pull the cable" : "plug it in"), " ",
      button(link, "blackholed", !link.blackholed, link.blackholed ? "let packets pass" : "swallow packets")
    );
    return row;
  }));
  byId("uplink").textContent = world.uplink ?? "nothing";
  byId("packets").textContent = world.packets
    .map(({ answered }) => (answered === null ? "." : answered ? "+" : "-")).join("");
  byId("log").textContent = world.log.map(({ text }) => text).join("\\n");
}
setInterval(refresh, 500);
</script>
</html>
`;

export { placeholderPage };

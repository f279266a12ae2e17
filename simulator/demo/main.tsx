/** The demo: a panel to change the simulated world, and the product's own page below it. */
import { render } from "preact";
import { logIn, storeSession } from "../../frontend/src/api/session.ts";
import { mountAlone } from "../../frontend/src/app/alone.tsx";
import { Panel } from "./Panel.tsx";

const panel = document.getElementById("panel") as HTMLElement;
panel.classList.add("mini-mwan");
render(<Panel />, panel);

try {
  // A router just unpacked takes any password.
  storeSession(await logIn("root", ""));
} finally {
  // Where that fails the page asks for a log-in by itself.
  mountAlone(document.getElementById("mini-mwan") as HTMLElement, "status");
}

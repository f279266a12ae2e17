/** Starts the page of its own while it is developed; the built one does the same in its HTML. */
import { mount } from "./main.tsx";

mount(document.getElementById("mini-mwan") as HTMLElement, null, "status");

/** Entry of the page of its own. */
import { mountAlone } from "./alone.tsx";

mountAlone(document.getElementById("mini-mwan") as HTMLElement, "status");

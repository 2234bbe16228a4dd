import { render } from "preact";
import "../look/tokens.css";
import "../look/base.css";
import "./admin.css";
import { AdminPage } from "./AdminPage.tsx";

/** The token of a set-up link, taken out of the address at once: it must stay in no history and no bookmark. */
function takeSetup(): string | undefined {
	const setup = /^#setup=([\w-]{1,128})$/.exec(location.hash)?.[1];
	if (location.hash.startsWith("#setup="))
		history.replaceState(null, "", location.pathname);
	return setup;
}

const root = document.getElementById("admin");
if (root) render(<AdminPage setup={takeSetup()} />, root);

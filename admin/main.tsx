import { render } from "preact";
import "../look/tokens.css";
import "../look/base.css";
import "./admin.css";
import { AdminPage } from "./AdminPage.tsx";

/** The token of a set-up link, taken out of the address at once: it must stay in no history and no bookmark. */
function takeSetup(): string | undefined {
	if (!location.hash.startsWith("#setup=")) return undefined;
	const setup = /^#setup=([\w-]{1,128})$/.exec(location.hash)?.[1];
	history.replaceState(null, "", location.pathname);
	return setup;
}

const root = document.getElementById("admin");
if (root) {
	const open = (setup: string | undefined) =>
		render(<AdminPage key={setup} setup={setup} />, root);
	open(takeSetup());
	// A set-up link that is opened where the page is open already changes only the fragment.
	addEventListener("hashchange", () => {
		const setup = takeSetup();
		if (setup !== undefined) open(setup);
	});
}

import { render } from "preact";
import "../look/tokens.css";
import "../look/base.css";
import "../panel/panel.css";
import "./frame.css";
import { wordsFor } from "../words/words.ts";
import { FRAME_GREETING, type FrameOpening } from "./frame-port.ts";
import { createLoaderPort } from "./loader-port.ts";
import { VisitorPanel } from "./VisitorPanel.tsx";

/** Waits for the loader's greeting, once, and draws the visitor's panel. */
function start(event: MessageEvent<unknown>) {
	const [port] = event.ports;
	const opening = readOpening(event.data);
	if (event.source !== parent || port === undefined || !opening) return;
	removeEventListener("message", start);
	const root = document.getElementById("panel");
	if (!root) return;
	document.documentElement.lang = "en";
	render(
		<VisitorPanel
			opening={opening}
			loader={createLoaderPort(port)}
			words={wordsFor(opening.lang)}
			server={new URL("./", location.href).href}
		/>,
		root,
	);
}

function readOpening(value: unknown): FrameOpening | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const { docside, group, site, lang, secure, accent, checks, wayBack } =
		value as Partial<FrameOpening>;
	if (docside !== FRAME_GREETING || typeof group !== "string") return undefined;
	if (site !== "production" && site !== "staging") return undefined;
	return {
		docside,
		group,
		site,
		lang: typeof lang === "string" ? lang : "en",
		secure: secure === true,
		accent:
			typeof accent === "string" && /^#[0-9a-f]{6}$/i.test(accent)
				? accent
				: null,
		checks: checks === true,
		wayBack: typeof wayBack === "string" ? wayBack : null,
	};
}

addEventListener("message", start);

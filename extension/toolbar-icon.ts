import type { Words } from "../words/words.ts";

const ICON =
	"M7 3h7l4 4v5M7 3a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h5M14 3v4h4M16 19h6m-2.5-2.5L22 19l-2.5 2.5";

/** The page's styles stop at the host; these are the icon's own, in both colour schemes. */
const STYLES = `
:host { all: initial !important; display: inline-block !important; vertical-align: middle !important; }
:host([floating]) { position: fixed !important; top: 12px !important; right: 12px !important; z-index: 2147483646 !important; }
button { all: unset; box-sizing: border-box; position: relative; display: inline-grid; place-items: center; width: 44px; height: 44px;
	border-radius: 10px; cursor: pointer; color: light-dark(#0b5cad, #7cb8ff); background: light-dark(#fff, #16191d);
	border: 1px solid light-dark(#73828f, #8593a0); color-scheme: light dark; }
button:hover { background: light-dark(#e6f0fb, #17304d); }
button:focus-visible { outline: 3px solid light-dark(#0b5cad, #7cb8ff); outline-offset: 2px; }
button[aria-expanded="true"] { background: light-dark(#e6f0fb, #17304d); }
button.unable { color: light-dark(#4b5a69, #a9b6c3); }
svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.dot { position: absolute; top: 5px; right: 5px; width: 10px; height: 10px; border-radius: 50%; background: light-dark(#1c6b3a, #7fd6a0);
	border: 2px solid light-dark(#fff, #16191d); }
.dot[hidden] { display: none; }
@media (forced-colors: active) { button { border: 1px solid ButtonText; color: ButtonText; } }
`;

export interface ToolbarIcon {
	/** Null: floats at the top right. */
	placeIn(toolbar: Element | null): void;
	setExpanded(expanded: boolean): void;
	setActive(active: boolean): void;
	/** Why nothing can be shared, as the tooltip; null when something can. The panel still opens and says so too. */
	setReason(reason: string | null): void;
	focus(): void;
}

/** The icon in the viewer's toolbar. A press counts only when a person made it. */
export function createToolbarIcon(
	words: Words,
	onPress: () => void,
): ToolbarIcon {
	const host = document.createElement("docside-icon");
	// Open: a closed root hides the button from accessibility checkers and test drivers, and protects nothing.
	const root = host.attachShadow({ mode: "open" });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(STYLES);
	root.adoptedStyleSheets = [sheet];
	const button = document.createElement("button");
	button.type = "button";
	button.title = words.agent.shareDocument;
	button.setAttribute("aria-label", words.agent.shareDocument);
	button.setAttribute("aria-haspopup", "dialog");
	button.setAttribute("aria-expanded", "false");
	const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	svg.setAttribute("viewBox", "0 0 24 24");
	svg.setAttribute("aria-hidden", "true");
	const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
	path.setAttribute("d", ICON);
	svg.append(path);
	const dot = document.createElement("span");
	dot.className = "dot";
	dot.hidden = true;
	button.append(svg, dot);
	root.append(button);
	button.addEventListener("click", (event) => {
		if (event.isTrusted) onPress();
	});

	let active = false;
	let reason: string | null = null;
	function describe() {
		const share = words.agent.shareDocument;
		button.title =
			reason ?? (active ? `${share} · ${words.notice.sessionActive}` : share);
		button.classList.toggle("unable", reason !== null);
		if (reason === null) button.removeAttribute("aria-description");
		else button.setAttribute("aria-description", reason);
		dot.hidden = !active;
	}

	return {
		placeIn(toolbar) {
			host.toggleAttribute("floating", toolbar === null);
			(toolbar ?? document.body).append(host);
		},
		setExpanded: (expanded) =>
			button.setAttribute("aria-expanded", String(expanded)),
		setActive(next) {
			active = next;
			describe();
		},
		setReason(next) {
			reason = next;
			describe();
		},
		focus: () => button.focus(),
	};
}

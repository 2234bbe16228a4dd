import { createLeaveQuestion } from "../panel/leave-question.ts";
import { browser, type Runtime } from "./browser.ts";
import { PANEL_PORT, parseToPage, type ToPanel } from "./page-port.ts";

const PANEL_PAGE = "panel.html";
const MENU_WIDTH = 400;
const MARGIN = 12;

export interface PanelHost {
	toggle(): void;
	/** The session key that the page shows. */
	setKey(key: string | null): void;
}

type PanelHostOptions = {
	title: string;
	onShown(shown: boolean): void;
	onActive(active: boolean): void;
	onEvent(event: string, detail: Record<string, string>): void;
};

/**
 * The panel's frame in the viewer's page: an extension page that the page's scripts cannot read. It is made at the
 * first press and then only hidden, because the session lives in it.
 */
export function createPanelHost(options: PanelHostOptions): PanelHost {
	let frame: HTMLIFrameElement | undefined;
	let port: Runtime.Port | undefined;
	let shown = false;
	let key: string | null = null;
	const askBeforeLeaving = createLeaveQuestion();

	function tell(message: ToPanel) {
		port?.postMessage(message);
	}

	function tellPage() {
		const folder = new URL("/", browser.runtime.getURL(PANEL_PAGE)).href;
		tell({ type: "page", key, secure: isSecureContext, folder });
	}

	function show(next: boolean) {
		if (next === shown) return;
		shown = next;
		frame ??= openFrame();
		setShown(frame, next);
		tell({ type: "shown", shown: next });
		options.onShown(next);
		if (next) frame.focus();
	}

	function openFrame(): HTMLIFrameElement {
		const element = document.createElement("iframe");
		element.title = options.title;
		// The address that is named here leads to another origin (`use_dynamic_url`), so none is named.
		element.allow = "clipboard-write *; screen-wake-lock *";
		element.src = browser.runtime.getURL(PANEL_PAGE);
		lay(element, "menu", 320);
		document.documentElement.append(element);
		return element;
	}

	browser.runtime.onConnect.addListener((connecting) => {
		const ours = connecting.sender?.id === browser.runtime.id;
		if (connecting.name !== PANEL_PORT || !ours || !frame) return;
		port = connecting;
		tellPage();
		tell({ type: "shown", shown });
		// The extension was updated, or its panel has crashed: there is nothing left to lose.
		connecting.onDisconnect.addListener(() => askBeforeLeaving(false));
		connecting.onMessage.addListener((value: unknown) => {
			const message = parseToPage(value);
			if (message === undefined || !frame) return;
			switch (message.type) {
				case "layout":
					lay(frame, message.layout, message.height);
					return;
				case "hide":
					show(false);
					return;
				case "show":
					show(true);
					return;
				case "active":
					options.onActive(message.active);
					return;
				case "leaving":
					askBeforeLeaving(message.asks);
					return;
				case "event":
					options.onEvent(message.event, message.detail);
					return;
				default:
					message satisfies never;
			}
		});
	});

	return {
		toggle: () => show(!shown),
		setKey(next) {
			key = next;
			tellPage();
		},
	};
}

/**
 * Hidden, it keeps its size: without one, the document in it would be laid out anew, and it may be the one that answers
 * the visitor's search.
 */
function setShown(frame: HTMLIFrameElement, shown: boolean) {
	const visibility = shown ? "visible" : "hidden";
	frame.style.setProperty("visibility", visibility, "important");
}

/** Every property is written out with priority, so that the page's own styles cannot move or cover the frame by accident. */
function lay(
	frame: HTMLIFrameElement,
	layout: "menu" | "document",
	height: number,
) {
	const room = `calc(100vw - ${2 * MARGIN}px)`;
	const tall = `calc(100vh - ${2 * MARGIN}px)`;
	const box: Record<string, string> = {
		all: "initial",
		position: "fixed",
		top: layout === "menu" ? "64px" : `${MARGIN}px`,
		right: `${MARGIN}px`,
		width: `min(${layout === "menu" ? `${MENU_WIDTH}px` : "1100px"}, ${room})`,
		height:
			layout === "menu"
				? `min(${Math.ceil(height)}px, calc(100vh - 76px))`
				: tall,
		border: "0",
		"border-radius": "14px",
		"box-shadow":
			"0 0 0 1px light-dark(rgb(10 25 41 / 12%), rgb(255 255 255 / 18%)), 0 12px 40px rgb(10 25 41 / 28%)",
		"z-index": "2147483647",
		"color-scheme": "light dark",
		display: "block",
		visibility: frame.style.visibility || "hidden",
	};
	for (const [property, value] of Object.entries(box))
		frame.style.setProperty(property, value, "important");
}

import { useEffect, useRef, useState } from "preact/hooks";
import { browser, type Runtime } from "./browser.ts";
import { PANEL_PORT, parseToPanel, type ToPage } from "./page-port.ts";

export type ViewerPage = {
	/** The session key that the page shows. */
	key: string | null;
	/** Undefined until the page has said so. */
	secure: boolean | undefined;
	/** The extension's folder, as frames on this page must address it. */
	folder: string;
	shown: boolean;
	/** The tab it is in. Undefined until it is known. */
	tab: number | undefined;
	tell(message: ToPage): void;
};

/** The viewer's page around the panel, by way of the content script in it. */
export function usePage(): ViewerPage {
	const [key, setKey] = useState<string | null>(null);
	const [secure, setSecure] = useState<boolean>();
	const [shown, setShown] = useState(true);
	const [folder, setFolder] = useState(browser.runtime.getURL(""));
	const [tab, setTab] = useState<number>();
	const port = useRef<Runtime.Port | null>(null);

	useEffect(() => {
		let closed = false;
		void browser.tabs.getCurrent().then((tab) => {
			if (tab.id === undefined || closed) return;
			setTab(tab.id);
			// Straight to the script in the page around us: no other page and no page's script is on this line.
			const opened = browser.tabs.connect(tab.id, {
				name: PANEL_PORT,
				frameId: 0,
			});
			port.current = opened;
			opened.onMessage.addListener((value: unknown) => {
				const message = parseToPanel(value);
				if (message?.type === "page") {
					setKey(message.key);
					setSecure(message.secure);
					setFolder(message.folder);
				}
				if (message?.type === "shown") setShown(message.shown);
			});
		});
		return () => {
			closed = true;
			port.current?.disconnect();
		};
	}, []);

	return {
		key,
		secure,
		shown,
		tab,
		folder,
		tell: (message) => port.current?.postMessage(message),
	};
}

import { useEffect } from "preact/hooks";
import type { Preview } from "../panel/use-preview.ts";
import type { ViewerPage } from "./use-page.ts";
import type { OpenSession } from "./use-session.ts";

/** Tells the page whether a session is on, what leaving it would lose, and when there is something to see. */
export function usePageNews(
	{ tell }: ViewerPage,
	news: {
		open: OpenSession | undefined;
		preview: Preview | undefined;
		/** A copy is on its way to this device. */
		saving: boolean;
	},
) {
	const { open, preview, saving } = news;
	const shared = open?.document;

	const active = open !== undefined;
	useEffect(() => tell({ type: "active", active }), [active]);

	// What the visitor shares comes back after a page load, an approved document is one press away.
	const losesByLeaving =
		preview?.from === "computer" ||
		(shared?.sharedBy === "agent" && shared.from === "computer") ||
		saving;
	useEffect(
		() => tell({ type: "leaving", asks: losesByLeaving }),
		[losesByLeaving],
	);

	// A document that the visitor shares comes into view by itself.
	const arrived = shared?.sharedBy === "visitor" ? shared.share : undefined;
	useEffect(() => {
		if (arrived !== undefined) tell({ type: "show" });
	}, [arrived]);
}

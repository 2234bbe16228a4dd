/**
 * What the loader in the site's page and the visitor's frame say to each other, over one MessagePort that the loader
 * hands to the frame. The site's own scripts are not on it.
 */

export const FRAME_GREETING = "docside-frame";

/** With the port, once. */
export type FrameOpening = {
	docside: typeof FRAME_GREETING;
	group: string;
	site: "production" | "staging";
	/** BCP 47, of the page. */
	lang: string;
	/** The page is a secure context: a frame cannot tell for itself in every browser. */
	secure: boolean;
};

/** From the frame to the loader. */
export type ToLoader =
	/** How much room the frame needs: a card, a document, or a small sign that the session goes on. */
	| { type: "layout"; layout: "card" | "document" | "pill" }
	| { type: "event"; event: string; detail: Record<string, string> }
	/** The frame has nothing more to show: take it away and give the focus back. */
	| { type: "closed" };

/** From the loader to the frame. */
export type ToFrame =
	/** The site's page asks for the end of the session. */
	{ type: "end" };

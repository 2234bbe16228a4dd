/**
 * What the loader in the site's page and the visitor's frame say to each other, over one MessagePort that the loader
 * hands to the frame.
 *
 * The site's own scripts are not meant to be on it, but the loader lives among them: the frame believes nothing that
 * could share something. A file of the page's is opened only after the visitor has pressed `View together` here, and
 * shared only after `Share`.
 */
import type { DocsideDocument, DocsideEvents } from "./docside.d.ts";

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
	/** The page's own colour for what is to be pressed, such as `#0b5cad`: `--docside-accent`. */
	accent: string | null;
	/** The page checks documents before they are shared (`Docside.beforeShare`). */
	checks: boolean;
	/** What the frame of the page before has left (`way-back`): the session goes on. */
	wayBack: string | null;
};

/** An event that the loader only passes on. `documentrequested` is none: it can be answered. */
export type PassedEvent = {
	[Name in Exclude<keyof DocsideEvents, "documentrequested">]: {
		event: Name;
		detail: DocsideEvents[Name];
	};
}[Exclude<keyof DocsideEvents, "documentrequested">];

/** From the frame to the loader. */
export type ToLoader =
	/** How much room the frame needs: a card, a document, or a small sign that the session goes on. */
	| { type: "layout"; layout: "card" | "document" | "pill" }
	| ({ type: "event" } & PassedEvent)
	/** Whether a click on a link marked `data-docside="open"` is asked about. */
	| { type: "links"; offered: boolean }
	/** Fetch the document behind the link, up to so many bytes. */
	| { type: "fetch"; link: number; most: number }
	/**
	 * The question about the link is over. `follow`: the link does what it always did. `back`: the focus goes back to it.
	 */
	| { type: "link-over"; link: number; next: "follow" | "back" | "stay" }
	/** May this be shared? Answered by `verdict`. */
	| { type: "check"; check: number; document: DocsideDocument }
	/** An agent asks for a document. Answered by `asking`. */
	| {
			type: "request";
			request: number;
			agent: string;
			savable: boolean;
			termsUrl: string | null;
	  }
	/** It was answered, taken back, or has expired. */
	| { type: "request-over"; request: number }
	/** For the frame of the next page, should this one be left; null: the session is over. */
	| { type: "way-back"; wayBack: string | null }
	/** Whether the browser asks before this page is left: something of the visitor's would be lost. */
	| { type: "leaving"; asks: boolean }
	/** The frame has nothing more to show: take it away and give the focus back. */
	| { type: "closed" };

/** What a link says of itself before it is followed. */
export type MarkedLink = {
	/** The path of its address. */
	path: string;
	/** Its `download` attribute. */
	download: string;
	/** Its text. */
	text: string;
};

/** What came of fetching a link's document. */
export type Fetched =
	| {
			got: "document";
			blob: Blob;
			/** `Content-Disposition` and `Content-Type`, as far as the page may read them. */
			disposition: string;
			mediaType: string;
			/** The path it came from in the end. */
			path: string;
	  }
	/** The server's answer was not the document. */
	| { got: "status"; status: number }
	| { got: "too-large" }
	/** Offline, another origin without CORS, or a `connect-src` that does not name it. */
	| { got: "nothing" };

/** From the loader to the frame. */
export type ToFrame =
	/** The site's page asks for the end of the session. */
	| { type: "end" }
	/** The visitor wants to start while the frame is open: in a session, a key for one more agent. */
	| { type: "start" }
	/** The page checks documents from now on, or not any more. */
	| { type: "checks"; on: boolean }
	/** The visitor has clicked a marked link. Its number is larger than those before. */
	| ({ type: "link"; link: number } & MarkedLink)
	| { type: "fetched"; link: number; fetched: Fetched }
	/** `reason`: the page's own words. Empty: it gave none. */
	| { type: "verdict"; check: number; allowed: boolean; reason: string }
	/** Whether the page asks the visitor itself. */
	| { type: "asking"; request: number; byPage: boolean }
	/** The visitor's answer in the page's own dialog. */
	| { type: "answer"; request: number; answer: "accepted" | "declined" };

/**
 * What `docside.js` gives to the page it is in, for sites written in TypeScript. The server hands this file out beside
 * the script, as `docside.d.ts`: put it anywhere among your sources, and `Docside` has its types.
 */

export type DocsidePerson = "agent" | "visitor";

/** The events and their details. Each is heard by `Docside.on`, and as a `CustomEvent` on the script tag. */
export interface DocsideEvents {
	/** The visitor has let an agent in. */
	sessionstart: { agent: string };
	/** The page was loaded anew in the middle of a session, which goes on. */
	sessioncontinue: { agent: string };
	/** The session is over. */
	sessionend: { reason: DocsidePerson | "error" };
	/** The connection to the agent was lost, or is back. */
	connection: { state: "connected" | "reconnecting" };
	/** Who is in the session now. */
	agents: { agents: string[] };
	/** An agent asks the visitor to share a document. */
	documentrequested: DocsideRequest;
	documentShared: { sharedBy: DocsidePerson; name: string };
	/** The other person has saved the document. */
	documentDownloaded: {
		sharedBy: DocsidePerson;
		downloadedBy: DocsidePerson;
		name: string;
	};
	/** The document was closed. */
	enddocshare: { name: string; by: DocsidePerson | "error" };
	/** The visitor looked at a file and did not share it. */
	enddocsharepreview: { name: string };
}

/**
 * An agent's request, for a page that asks the visitor in a dialog of its own. Such a page returns `true` from its
 * listener, or calls `preventDefault()` on the CustomEvent; otherwise Docside asks.
 */
export interface DocsideRequest {
	readonly agent: string;
	/** The agent may save what is shared; otherwise it is view only. */
	readonly savable: boolean;
	/** The terms to show, an https address, where there are any. */
	readonly termsUrl: string | null;
	/** Aborted when the request is over: answered, taken back, expired, or the session has ended. */
	readonly signal: AbortSignal;
	/**
	 * To be called from the visitor's own click or key. Sends nothing: the visitor goes on to choose a file and sees it
	 * first. False, and without effect, when it was not called from one, or when the request is over.
	 */
	accept(): boolean;
	/** False when the request is over. */
	decline(): boolean;
}

/** What is known of a document before it is shared. Its content is never given to the page. */
export interface DocsideDocument {
	readonly name: string;
	readonly kind: "pdf" | "excel" | "csv";
	/** Bytes. */
	readonly size: number;
	readonly sharedBy: "visitor";
}

/** `deny` is the reason in words, shown to the visitor as text, at most 300 characters of it. */
export type DocsideVerdict = true | { deny: string };

export type DocsideCheck = (
	document: DocsideDocument,
) => DocsideVerdict | Promise<DocsideVerdict>;

/** `window.Docside`. */
export interface DocsideOnPage {
	/** Begins a session: shows the visitor their key. While one is on, shows a key for one more agent. */
	start(): void;
	/** Ends the session. */
	end(): void;
	/** Calls `listener` with the event's detail, each time. Returns how to stop. */
	on<Name extends keyof DocsideEvents>(
		event: Name,
		listener: (detail: DocsideEvents[Name]) => unknown,
	): () => void;
	/**
	 * Asks `check` whenever the visitor presses Share, before anything leaves their device. One that throws, or does not
	 * answer within ten seconds, denies. There is one check at a time: another takes its place. Returns how to remove it.
	 */
	beforeShare(check: DocsideCheck): () => void;
}

declare global {
	interface Window {
		/** There as soon as the script has run. */
		Docside?: DocsideOnPage;
	}
	/** As `window.Docside`, for code that runs after the script. */
	const Docside: DocsideOnPage;

	interface HTMLScriptElement {
		addEventListener<Name extends keyof DocsideEvents>(
			event: Name,
			listener: (event: CustomEvent<DocsideEvents[Name]>) => void,
			options?: boolean | AddEventListenerOptions,
		): void;
	}
}

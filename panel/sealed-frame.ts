import { type DocumentSource, ownBytes } from "../session/source.ts";
import {
	type FromViewer,
	parseFromViewer,
	type ToViewer,
	VIEWER_PAGE,
	type ViewFailure,
} from "../viewer/port.ts";

const LOOK_EVERY_MS = 2_000;
/**
 * A viewer that leaves a ping unanswered for this many looks is replaced. Looks, not seconds: timers of a tab in the
 * background or a laptop asleep stand still, and that is no fault of the viewer.
 */
const HUNG_AFTER_LOOKS = 4;
/** The same for a viewer that answers, but has neither opened its document nor read any of it. */
const STUCK_AFTER_LOOKS = 30;

/** What the viewer says that a panel acts on; reads and files are answered here. */
export type ViewerEvent =
	| Exclude<
			FromViewer,
			{ type: "ready" | "read" | "unread" | "asset" | "pong" | "failed" }
	  >
	| { type: "failed"; failure: ViewFailure; detail: string };

export interface SealedFrame {
	readonly element: HTMLIFrameElement;
	send(message: Exclude<ToViewer, { type: "bytes" | "ping" | "open" }>): void;
	close(): void;
}

/** Where the folder that holds `viewer/` is, as URLs ending in a slash. */
export type ViewerFolders = {
	/** For the page in the frame. An extension's page in somebody else's page has an address of its own for that. */
	pages: string;
	/** For the files that are fetched for the viewer. */
	files: string;
};

export type SealedFrameOptions = {
	source: DocumentSource;
	open: Omit<
		Extract<ToViewer, { type: "open" }>,
		"type" | "name" | "kind" | "size"
	>;
	folders: ViewerFolders;
	on(event: ViewerEvent): void;
};

/**
 * Opens a document in a frame of its own: sandboxed, with an opaque origin and no network. The frame is given bytes
 * through its port and nothing else, and is thrown away with the document. One that hangs is reported as
 * `failed: hung`; the caller closes it and the session goes on.
 */
export function openSealedFrame(options: SealedFrameOptions): SealedFrame {
	const { source, folders, on } = options;
	const stop = new AbortController();
	const reads = new Map<number, AbortController>();
	const channel = new MessageChannel();
	const port = channel.port1;
	const element = document.createElement("iframe");
	element.setAttribute("sandbox", "allow-scripts");
	element.className = "sealed-frame";
	element.title = source.name;
	element.src = new URL(VIEWER_PAGE[source.kind], folders.pages).href;
	element.addEventListener(
		"load",
		() =>
			element.contentWindow?.postMessage({ docside: "viewer" }, "*", [
				channel.port2,
			]),
		// Once: a frame that navigates itself away gets no second port.
		{ once: true, signal: stop.signal },
	);

	let looksUnanswered = 0;
	let looksWithoutProgress = 0;
	let opened = false;
	let ended = false;
	const watch = setInterval(() => {
		looksUnanswered += 1;
		if (!opened && reads.size === 0) looksWithoutProgress += 1;
		if (looksUnanswered > HUNG_AFTER_LOOKS)
			fail("hung", "no answer from the viewer");
		else if (looksWithoutProgress > STUCK_AFTER_LOOKS)
			fail("hung", "the viewer neither opens nor reads");
		else send({ type: "ping", id: 0 });
	}, LOOK_EVERY_MS);

	function send(message: ToViewer, transfer: Transferable[] = []) {
		if (!stop.signal.aborted) port.postMessage(message, transfer);
	}

	function fail(failure: ViewFailure, detail: string) {
		if (ended) return;
		ended = true;
		clearInterval(watch);
		on({ type: "failed", failure, detail });
	}

	async function answerRead(id: number, start: number, end: number) {
		const inside = start < end && end <= source.size;
		if (!inside || reads.has(id)) return;
		const cancel = new AbortController();
		reads.set(id, cancel);
		looksWithoutProgress = 0;
		try {
			const bytes = ownBytes(await source.read(start, end, cancel.signal));
			send({ type: "bytes", id, bytes }, [bytes.buffer]);
		} catch {
			// An abandoned read needs no answer; a broken source is the viewer's `gone`.
			if (!cancel.signal.aborted) send({ type: "bytes", id, bytes: null });
		} finally {
			reads.delete(id);
		}
	}

	async function answerAsset(id: number, path: string) {
		try {
			const answer = await fetch(new URL(`viewer/${path}`, folders.files), {
				signal: stop.signal,
			});
			if (!answer.ok) throw new Error(answer.statusText);
			const bytes = new Uint8Array(await answer.arrayBuffer());
			send({ type: "bytes", id, bytes }, [bytes.buffer]);
		} catch {
			send({ type: "bytes", id, bytes: null });
		}
	}

	port.onmessage = ({ data }: MessageEvent<unknown>) => {
		const message = parseFromViewer(data);
		if (message === undefined || ended) return;
		looksUnanswered = 0;
		switch (message.type) {
			case "ready": {
				const { name, kind, size } = source;
				send({ type: "open", name, kind, size, ...options.open });
				return;
			}
			case "read":
				void answerRead(message.id, message.start, message.end);
				return;
			case "unread":
				reads.get(message.id)?.abort();
				return;
			case "asset":
				void answerAsset(message.id, message.path);
				return;
			case "pong":
				return;
			case "failed":
				fail(message.failure, message.detail);
				return;
			case "opened":
			case "locked":
				opened = true;
				on(message);
				return;
			default:
				on(message);
		}
	};

	return {
		element,
		send,
		close() {
			ended = true;
			stop.abort();
			clearInterval(watch);
			for (const read of reads.values()) read.abort();
			port.close();
			element.remove();
		},
	};
}

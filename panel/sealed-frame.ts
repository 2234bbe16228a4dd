import type { DocumentSource } from "../session/source.ts";
import {
	type FromViewer,
	parseFromViewer,
	type ToViewer,
	VIEWER_PAGE,
	type ViewFailure,
} from "../viewer/port.ts";

/** A viewer that has not opened its document, or not answered a ping, in this time is replaced. */
const HUNG_AFTER_MS = 8_000;
/** Opening may take this long as long as the viewer answers: a large workbook on a small phone. */
const OPENING_LIMIT_MS = 60_000;
const PING_EVERY_MS = 2_000;

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

	const started = performance.now();
	let answered = started;
	let opened = false;
	let ended = false;
	const watch = setInterval(() => {
		const now = performance.now();
		send({ type: "ping", id: 0 });
		const limit = opened ? Number.POSITIVE_INFINITY : OPENING_LIMIT_MS;
		if (now - answered > HUNG_AFTER_MS + PING_EVERY_MS || now - started > limit)
			fail("hung", "no answer from the viewer");
	}, PING_EVERY_MS);

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
		try {
			const bytes = await source.read(start, end, cancel.signal);
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
		answered = performance.now();
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

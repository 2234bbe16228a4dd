/** A link over one open data channel: text is a control message, binary a data frame. */
import { encodeFrame, MAX_FRAME_BYTES } from "./data-frame.ts";
import { connectionFingerprints } from "./fingerprint.ts";
import { createInbox } from "./inbox.ts";
import type { Link, LinkEnd } from "./link.ts";
import { type PathReport, pathOf } from "./path.ts";

/**
 * Filling the browser's buffer overruns the receiver, which then idles for seconds (measured). A watcher's window
 * bounds most of what is queued; this bounds the rest.
 */
const FULL_BYTES = 524_288;
const ROOM_BYTES = 393_216;

/** How long what is queued may take to leave after `close`. */
const CLOSING_LIMIT_MS = 2_000;

/** The last thing an end sends. A channel that closes without it is lost: the page was left, or it crashed. */
const FAREWELL = Uint8Array.of(0);

/**
 * Takes over an open channel and its connection. Rejects with a FingerprintError, the connection closed. `onShut` runs
 * once, when the connection has been closed.
 */
export async function createChannelLink(
	connection: RTCPeerConnection,
	channel: RTCDataChannel,
	onShut: () => void,
): Promise<Link> {
	const life = new AbortController();
	const { signal } = life;
	const inbox = createInbox(shut);
	/** Senders of data that wait for room. */
	const waiting: (() => void)[] = [];
	/** For the frame that is being sent. */
	let memory: ArrayBuffer | undefined;
	let closing = false;
	/** What had gone over it when it was closed: after that the browser tells nothing. */
	let lastPath: Promise<PathReport> | undefined;

	function shut(): void {
		if (signal.aborted) return;
		life.abort();
		giveRoom();
		lastPath = pathOf(connection).then((path) => {
			// Not before: closed while it counts, the browser may tell of nothing.
			connection.close();
			onShut();
			return { ...path, route: "none" };
		});
	}

	function end(how: LinkEnd): void {
		inbox.end(how);
		shut();
	}

	function transmit(payload: string | Uint8Array<ArrayBuffer>): void {
		try {
			// Two calls, because the DOM's types know no union here.
			if (typeof payload === "string") channel.send(payload);
			else channel.send(payload);
		} catch {
			// The channel is closing under us; its event may come much later.
			end("lost");
		}
	}

	function giveRoom(): void {
		for (const proceed of waiting.splice(0)) proceed();
	}

	// PeerJS would read every message, too, for nobody.
	channel.onmessage = null;
	channel.binaryType = "arraybuffer";
	channel.bufferedAmountLowThreshold = ROOM_BYTES;
	channel.addEventListener(
		"message",
		({ data }: MessageEvent<unknown>) => {
			if (isFarewell(data)) end("closed");
			else if (!closing) inbox.take(data);
		},
		{ signal },
	);
	channel.addEventListener("bufferedamountlow", giveRoom, { signal });
	channel.addEventListener("close", () => end("lost"), { signal });
	connection.addEventListener(
		"connectionstatechange",
		() => {
			const { connectionState } = connection;
			if (connectionState === "failed" || connectionState === "closed")
				end("lost");
			// After five seconds without an answer (Chromium). It heals alone more often than not.
			else inbox.falter(connectionState === "disconnected");
		},
		{ signal },
	);

	const fingerprints = await connectionFingerprints(connection).catch(
		(error: unknown) => {
			end("violation");
			throw error;
		},
	);
	const isOver = () => closing || inbox.ended;

	return {
		fingerprints,
		send(message) {
			if (!isOver()) transmit(JSON.stringify(message));
		},
		async sendData(frame) {
			if (isOver()) return;
			// The channel takes a copy at once.
			memory ??= new ArrayBuffer(MAX_FRAME_BYTES);
			transmit(encodeFrame(frame, memory));
			if (inbox.ended || channel.bufferedAmount <= FULL_BYTES) return;
			await new Promise<void>((proceed) => waiting.push(proceed));
		},
		receive: (receiver) => inbox.receive(receiver),
		path: () => lastPath ?? pathOf(connection),
		close() {
			if (isOver()) return;
			closing = true;
			transmit(FAREWELL);
			queueMicrotask(() => inbox.end("closed"));
			// What is queued leaves first; the other end closes the connection when it has read the farewell.
			const timer = setTimeout(shut, CLOSING_LIMIT_MS);
			signal.addEventListener("abort", () => clearTimeout(timer));
		},
	};
}

function isFarewell(received: unknown): boolean {
	return (
		received instanceof ArrayBuffer &&
		received.byteLength === 1 &&
		new Uint8Array(received)[0] === FAREWELL[0]
	);
}

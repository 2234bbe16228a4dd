/**
 * The sharer's side of a transfer: answers the watcher's reads from a source, in the order they came, deflated where
 * that makes them shorter.
 */
import { documentBytes } from "./data-frame.ts";
import type { DataFrame, Link } from "./link.ts";
import { MAX_READ_BYTES, type MessageOf } from "./messages.ts";
import { createShrinking } from "./shrinking.ts";
import type { DocumentSource } from "./source.ts";

/**
 * A watcher of ours has at most its window outstanding (8 MiB, in reads of 4 KiB at least). Who asks for more than
 * twice that wants our memory, not the document.
 */
const MAX_QUEUED_READS = 4_096;
const MAX_QUEUED_BYTES = 16_777_216;

/** Ranges that are deflated while another is sent, so that the path need not wait. */
const DEFLATED_AHEAD = 3;

export interface Serving {
	read(message: MessageOf<"read">): void;
	unread(message: MessageOf<"unread">): void;
	/** Stops. What is being read is not sent any more. The source stays open: it is the caller's. */
	close(): void;
	/** Bytes of the document sent so far. */
	readonly bytesSent: number;
}

export type ServeOptions = {
	share: number;
	source: DocumentSource;
	link: Pick<Link, "send" | "sendData">;
	/** Reads under way at once. More than one for a source that is far away itself: each read is a round trip then. */
	readAhead?: number;
	/** The watcher's end inflates. */
	deflates?: boolean;
	/** The source cannot be read any more. The watcher has been told `gone`. */
	onGone: () => void;
	/** The watcher broke the protocol: end the link. */
	onViolation: (detail: string) => void;
};

/** Serves one document over one link. A resumed link needs a new one. */
export function serveDocument(options: ServeOptions): Serving {
	const { share, source, link, deflates = false } = options;
	const readAhead = Math.max(
		options.readAhead ?? 1,
		deflates ? DEFLATED_AHEAD : 1,
	);
	const closing = new AbortController();
	const { signal } = closing;
	const shrinking = createShrinking();
	let queue: { start: number; end: number }[] = [];
	/** Being read, deflated or sent, in the order of the answers: none overtakes another. */
	const begun: Promise<DataFrame>[] = [];
	let queuedBytes = 0;
	let running = false;
	let bytesSent = 0;

	async function run(): Promise<void> {
		running = true;
		for (let [next] = begun; next; [next] = begun) {
			const frame = await next;
			if (signal.aborted) return;
			bytesSent += documentBytes(frame);
			await link.sendData(frame);
			if (signal.aborted) return;
			begun.shift();
			begin();
		}
		running = false;
	}

	function begin(): void {
		while (begun.length < readAhead) {
			const next = queue.shift();
			if (!next) return;
			const { start, end } = next;
			queuedBytes -= end - start;
			const answer = prepare(start, end);
			// One that fails is heard of when it is its turn.
			answer.catch(() => {});
			begun.push(answer);
		}
	}

	async function prepare(start: number, end: number): Promise<DataFrame> {
		const bytes = await source.read(start, end, signal);
		// Where it fails nothing is shorter, and the range travels as it is.
		const deflated = deflates
			? await shrinking.shrink(bytes).catch(() => undefined)
			: undefined;
		if (deflated)
			return { share, start, bytes: deflated, deflatedFrom: bytes.length };
		return { share, start, bytes };
	}

	function stop(): void {
		queue = [];
		closing.abort();
	}

	function fail(): void {
		if (signal.aborted) return;
		stop();
		link.send({ type: "gone", share });
		options.onGone();
	}

	function violate(detail: string): void {
		stop();
		options.onViolation(detail);
	}

	return {
		read({ start, end }) {
			if (signal.aborted) return;
			if (start >= end || end > source.size)
				return violate(`read ${start} to ${end} of ${source.size} bytes`);
			if (end - start > MAX_READ_BYTES)
				return violate(`read of ${end - start} bytes`);
			queue.push({ start, end });
			queuedBytes += end - start;
			if (queue.length > MAX_QUEUED_READS || queuedBytes > MAX_QUEUED_BYTES)
				return violate(`${queue.length} reads outstanding`);
			begin();
			if (!running) run().catch(fail);
		},
		unread({ start }) {
			const index = queue.findIndex((read) => read.start === start);
			const [dropped] = index < 0 ? [] : queue.splice(index, 1);
			if (dropped) queuedBytes -= dropped.end - dropped.start;
		},
		close: stop,
		get bytesSent() {
			return bytesSent;
		},
	};
}

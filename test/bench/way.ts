/** A way to move a file between two pages: ours, and those it is measured against. */
import type { DocumentKind } from "../../policy/kinds.ts";
import type { Ice } from "../../session/fresh-ice.ts";

/** What opens an end: at our own signaling server, or at the one of the references, which asks for no ticket. */
export type Admission = Ice & {
	serverUrl: string;
	peerId: string;
	ticket: string;
};

export type WayName = "ours" | "stock" | "chunks" | "raw";

/** What is fetched, and from whom. */
export type Order = {
	peerId: string;
	kind: DocumentKind;
	/** Bytes. */
	size: number;
	/** Bytes that the watcher lets be on their way at once; the raw channel's alone. */
	windowBytes: number;
};

export interface Way {
	/** The sharer's end: resolves when it may be dialled. Returns how to close it. */
	share(
		admission: Admission,
		file: File,
		kind: DocumentKind,
	): Promise<() => void>;
	/** The watcher's end: dials, and resolves when the channel is open. */
	dial(admission: Admission, order: Order): Promise<OpenWay>;
}

export interface OpenWay {
	/** Fetches everything; resolves when the last byte is here. */
	fetch(): Promise<void>;
	/** A small message there and back. */
	echo(): Promise<void>;
	/** Bytes that have arrived, as far as this way can tell before the end. */
	received(): number;
	close(): void;
}

/** Waiters for echoes, in the order in which the echoes come back. */
export function createEchoes() {
	const waiting: (() => void)[] = [];
	return {
		sent: () => new Promise<void>((resolve) => waiting.push(resolve)),
		came: () => waiting.shift()?.(),
	};
}

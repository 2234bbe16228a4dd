import type { Message } from "./messages.ts";
import type { PathReport } from "./path.ts";

/** One answer to a `read`: these bytes of that share, beginning at `start`. */
export type DataFrame = {
	/** The share's number, as in its offer. */
	share: number;
	/** Offset in the document, bytes. */
	start: number;
	bytes: Uint8Array<ArrayBuffer>;
	/** Only where `bytes` are deflated: how many of the document they were. */
	deflatedFrom?: number;
};

/** The SHA-256 fingerprints of the two DTLS certificates, as 32 bytes each, as this end sees them. */
export type Fingerprints = { ours: Uint8Array; theirs: Uint8Array };

export type LinkEnd =
	/** The other end closed it, or we did. */
	| "closed"
	/** It broke. */
	| "lost"
	/** The other end sent something that is no message of this protocol. */
	| "violation";

/**
 * An open, ordered, reliable way to the other person. `createPeerLink` makes one over WebRTC, `createLinkedPair` two
 * in memory. A link moves messages and knows nothing of what they mean.
 */
export interface Link {
	readonly fingerprints: Fingerprints;
	/** Queues a message. Does nothing once the link has ended. */
	send(message: Message): void;
	/** Queues bytes, behind what is queued already. Resolves when there is room for more. */
	sendData(frame: DataFrame): Promise<void>;
	/** Sets who receives; what came before is delivered at once. Called once. */
	receive(receiver: LinkReceiver): void;
	/** Which way its bytes go, and how many have gone so far; of a link that has ended, how many went. */
	path(): Promise<PathReport>;
	/** Closes it on both ends, after what is queued has left. */
	close(): void;
}

export interface LinkReceiver {
	message(message: Message): void;
	data(frame: DataFrame): void;
	/** Nothing comes through for some seconds, or something does again. It may heal by itself. */
	faltering?(isFaltering: boolean): void;
	/** Called once; nothing comes after it. */
	ended(end: LinkEnd): void;
}

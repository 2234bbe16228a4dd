import { inflates, mayDeflate } from "./deflate.ts";
import { digestDocument } from "./digest.ts";
import type { DataFrame, Link } from "./link.ts";
import type { MessageOf } from "./messages.ts";
import { createReadWindow } from "./read-window.ts";
import {
	createRemoteSource,
	type RemoteSource,
	VIEW_KEEP_BYTES,
} from "./remote-source.ts";
import { type Serving, serveDocument } from "./serve.ts";
import type { ByteRange, DocumentSource } from "./source.ts";

type TransferMessage = MessageOf<
	"read" | "unread" | "save" | "digest" | "refused"
>;

/**
 * Measured in memory, two paths of 100 ms one behind the other: 4 MB took 86 s one by one, 6.8 s eight at once, and 32
 * at once no less (the first path alone: 2.4 s).
 */
const FAR_READS = 8;

type Sharing = {
	share: number;
	source: DocumentSource;
	savable: boolean;
	/** It arrives over another link. */
	isFar: boolean;
	serving: Serving;
	digest: Promise<string> | undefined;
};

type Watching = {
	share: number;
	source: RemoteSource;
	savable: boolean;
	/** What the offer said that opening it takes to read. */
	reading: ByteRange[] | undefined;
	/** Those who wait for the sharer's digest; undefined when saving is refused. */
	digestWaiters: ((sha256: string | undefined) => void)[];
};

export interface Transfer {
	readonly source: DocumentSource | undefined;
	readonly watching: Watching | undefined;
	/** The next share is of this document. */
	prepare(
		source: DocumentSource,
		terms: { savable: boolean; isFar: boolean },
	): void;
	watch(offer: MessageOf<"offer">): void;
	receive(message: TransferMessage): void;
	receiveData(frame: DataFrame): void;
	/** Goes on over another link: what is unanswered is asked for again, what was asked of us is forgotten. */
	relink(): void;
	/** Asks the sharer for the SHA-256 of the original, as hex; undefined when refused. */
	askDigest(): Promise<string | undefined>;
	/** Frees every document but this share's. */
	keepOnly(share: number | undefined): void;
	close(): void;
}

/** The document that moves over a link: serves ours, pulls theirs, and frees both. One at a time. */
export function createTransfer(options: {
	/** Always the one that is in use, and what the other end is able to do. */
	link: Pick<Link, "send" | "sendData"> & {
		readonly theirs: readonly string[];
	};
	onGone(): void;
	onViolation(): void;
}): Transfer {
	const { link } = options;
	const window = createReadWindow();
	let prepared: Omit<Sharing, "share" | "serving" | "digest"> | undefined;
	let sharing: Sharing | undefined;
	let watching: Watching | undefined;

	function keepOnly(share: number | undefined) {
		if (sharing && sharing.share !== share) {
			sharing.serving.close();
			sharing.source.close();
			sharing = undefined;
		}
		if (watching && watching.share !== share) {
			const { source, digestWaiters } = watching;
			watching = undefined;
			for (const tell of digestWaiters) tell(undefined);
			source.close();
		}
		if (share !== undefined && prepared && !watching && !sharing)
			startSharing(share, prepared);
		else if (share === undefined) dropPrepared();
	}

	function dropPrepared() {
		prepared?.source.close();
		prepared = undefined;
	}

	function startSharing(share: number, document: NonNullable<typeof prepared>) {
		prepared = undefined;
		const serving = serve({ share, ...document });
		sharing = { share, ...document, serving, digest: undefined };
	}

	function serve(
		document: Pick<Sharing, "share" | "source" | "isFar">,
	): Serving {
		const { share, source, isFar } = document;
		const { onGone, onViolation } = options;
		const readAhead = isFar ? FAR_READS : 1;
		const deflates = mayDeflate(link.theirs);
		return serveDocument({
			share,
			source,
			link,
			readAhead,
			deflates,
			onGone,
			onViolation,
		});
	}

	function digestArrived(watched: Watching, sha256: string | undefined) {
		for (const tell of watched.digestWaiters.splice(0)) tell(sha256);
	}

	async function answerSave(shared: Sharing) {
		const { share } = shared;
		// A hidden button is never the only guard.
		if (!shared.savable) return link.send({ type: "refused", share });
		try {
			shared.digest ??= digestDocument(shared.source);
			const sha256 = await shared.digest;
			if (sharing === shared) link.send({ type: "digest", share, sha256 });
		} catch {
			if (sharing === shared) options.onGone();
		}
	}

	return {
		get source() {
			return sharing?.source ?? watching?.source;
		},
		get watching() {
			return watching;
		},
		prepare(source, terms) {
			dropPrepared();
			prepared = { source, ...terms };
		},
		watch(offer) {
			const { share, name, kind, size, savable, reading } = offer;
			window.nextDocument();
			const source = createRemoteSource({
				share,
				name,
				kind,
				size,
				send: (message) => link.send(message),
				keepBytes: savable ? Number.POSITIVE_INFINITY : VIEW_KEEP_BYTES,
				plainOnly: inflates().length === 0,
				window,
				onViolation: options.onViolation,
			});
			if (reading) source.prefetch(reading);
			watching = { share, source, savable, reading, digestWaiters: [] };
		},
		receive(message) {
			const { share } = message;
			if (sharing?.share === share) {
				if (message.type === "read") sharing.serving.read(message);
				if (message.type === "unread") sharing.serving.unread(message);
				if (message.type === "save") void answerSave(sharing);
			}
			if (watching?.share === share) {
				if (message.type === "digest") digestArrived(watching, message.sha256);
				if (message.type === "refused") digestArrived(watching, undefined);
			}
		},
		receiveData(frame) {
			if (watching?.share === frame.share) watching.source.data(frame);
		},
		relink() {
			if (sharing) {
				sharing.serving.close();
				sharing.serving = serve(sharing);
			}
			window.reset();
			if (!watching) return;
			const { share, source, digestWaiters } = watching;
			source.reset((message) => link.send(message));
			if (digestWaiters.length > 0) link.send({ type: "save", share });
		},
		askDigest() {
			return new Promise((resolve) => {
				if (!watching) return resolve(undefined);
				watching.digestWaiters.push(resolve);
				link.send({ type: "save", share: watching.share });
			});
		},
		keepOnly,
		close() {
			dropPrepared();
			keepOnly(undefined);
		},
	};
}

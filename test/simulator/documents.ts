/** The documents of one schedule: what is in them, and a watch on who reads and frees them. */
import type { DocumentKind } from "../../policy/kinds.ts";
import { type DocumentSource, SourceError } from "../../session/source.ts";
import type { Random } from "./random.ts";

export type WatchedDocument = {
	readonly source: DocumentSource;
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly savable: boolean;
	/** Times its source was closed. */
	closed: number;
	/** The page that held it is gone: nobody closes it. */
	abandoned: boolean;
	/** It changed on disk. */
	gone: boolean;
	/** A bit of it was turned on the wire: what is seen of it may be wrong, a copy of it may not be kept. */
	tainted: boolean;
};

export interface Documents {
	create(kind: DocumentKind, size: number, savable: boolean): WatchedDocument;
	/** Throws for a name that nobody has shared: names are never made up. */
	named(name: string): WatchedDocument;
	readonly all: readonly WatchedDocument[];
}

const BEGINNING: Partial<Record<DocumentKind, string>> = { pdf: "%PDF-1.7" };

/** `onWrong` hears what no source may live through. */
export function createDocuments(
	random: Random,
	onWrong: (what: string) => void,
): Documents {
	const all: WatchedDocument[] = [];

	function read(document: WatchedDocument, start: number, end: number) {
		const { name, bytes } = document;
		if (!(0 <= start && start < end && end <= bytes.length))
			onWrong(`${name} is read from ${start} to ${end} of ${bytes.length}`);
		return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
			setTimeout(
				() => {
					if (document.gone) reject(new SourceError("gone"));
					else if (document.closed > 0) reject(new SourceError("closed"));
					else resolve(bytes.slice(start, end));
				},
				random.whole(0, 20),
			);
		});
	}

	return {
		all,
		create(kind, size, savable) {
			const name = `d${all.length + 1}.${kind}`;
			const bytes = contentOf(all.length + 1, kind, size);
			const source: DocumentSource = {
				name,
				kind,
				size,
				async read(start, end, signal) {
					if (document.closed > 0 && !document.abandoned)
						onWrong(`${name} is read after it was closed`);
					signal?.throwIfAborted();
					const read_ = await read(document, start, end);
					signal?.throwIfAborted();
					return read_;
				},
				close() {
					document.closed += 1;
					if (document.closed > 1 && !document.abandoned)
						onWrong(`${name} is closed ${document.closed} times`);
				},
			};
			const document: WatchedDocument = {
				source,
				name,
				bytes,
				savable,
				closed: 0,
				abandoned: false,
				gone: false,
				tainted: false,
			};
			all.push(document);
			return document;
		},
		named(name) {
			const document = all.find((it) => it.name === name);
			if (!document) throw new Error(`Nobody has shared ${name}`);
			return document;
		},
	};
}

/** Letters that differ from place to place and from document to document. A PDF's cannot be made shorter. */
function contentOf(number: number, kind: DocumentKind, size: number) {
	const bytes = new Uint8Array(size);
	let noise = number;
	for (let at = 0; at < size; at++) {
		noise = kind === "pdf" ? Math.imul(noise + at, 0x9e3779b1) >>> 0 : at >> 3;
		bytes[at] = kind === "pdf" ? noise >>> 24 : 97 + ((noise + number) % 23);
	}
	const beginning = new TextEncoder().encode(BEGINNING[kind] ?? "");
	bytes.set(beginning.subarray(0, size));
	return bytes;
}

/** How a CSV is written, as its viewer found out. */
export type TextFormat = {
	delimiter: string;
	/** WHATWG label. */
	encoding: string;
};

/** The text of a CSV, its byte order mark taken off. An unknown label, from a viewer gone wrong, reads as UTF-8. */
export function decodeText(
	bytes: Uint8Array<ArrayBuffer>,
	{ encoding }: TextFormat,
): string {
	try {
		return new TextDecoder(encoding).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

/**
 * The little XML that is read beside SheetJS: attributes of single tags in a workbook's parts. Parts are decoded one
 * byte to one character where offsets matter, so that a place in the text is a place in the bytes.
 */

const NAMED: Readonly<Record<string, string>> = {
	amp: "&",
	lt: "<",
	gt: ">",
	quot: '"',
	apos: "'",
};

/** An opening tag of this name, with any prefix; its attributes are group 1. Quoted values may hold `>`. */
export function tagPattern(name: string): RegExp {
	return new RegExp(
		`<(?:[\\w.-]+:)?${name}((?:\\s(?:"[^"]*"|'[^']*'|[^>"'])*)?)>`,
		"g",
	);
}

/** One attribute of a tag, unescaped; any prefix. */
export function attribute(tag: string, name: string): string | undefined {
	const pattern = new RegExp(
		`\\s(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`,
	);
	const match = pattern.exec(tag);
	const value = match?.[1] ?? match?.[2];
	return value === undefined ? undefined : unescapeXml(value);
}

export function isTrue(value: string | undefined): boolean {
	return value === "1" || value === "true";
}

export function unescapeXml(text: string): string {
	return text.replace(
		/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
		(whole, hex?: string, decimal?: string, name?: string) => {
			if (name !== undefined)
				return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
			const code = hex
				? Number.parseInt(hex, 16)
				: Number.parseInt(decimal ?? "", 10);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		},
	);
}

export function decodeUtf8(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes);
}

/** A part as UTF-8. Some programs write UTF-16, a few without its mark, or another encoding that they name. */
export function toUtf8(
	bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
	const label = encodingOf(bytes);
	if (!label) return bytes;
	const text = new TextDecoder(label).decode(bytes);
	return new TextEncoder().encode(
		text.replace(/^(<\?xml[^>]*?)\s+encoding\s*=\s*("[^"]*"|'[^']*')/, "$1"),
	);
}

/** Undefined for UTF-8, and for what no browser knows. */
function encodingOf(bytes: Uint8Array): string | undefined {
	const [a, b, c, d] = bytes;
	if (a === 0xff && b === 0xfe) return "utf-16le";
	if (a === 0xfe && b === 0xff) return "utf-16be";
	if (a === 0x3c && b === 0 && d === 0) return "utf-16le";
	if (a === 0 && b === 0x3c && c === 0) return "utf-16be";
	const named = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)/.exec(
		asBinary(bytes.subarray(0, 200)),
	)?.[1];
	if (!named || /^(utf-?(8|16)|us-ascii)$/i.test(named)) return undefined;
	try {
		return new TextDecoder(named).encoding;
	} catch {
		return undefined;
	}
}

const FROM_BYTES = 8_192;

/** One character a byte: offsets in it are offsets in the bytes. */
export function asBinary(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += FROM_BYTES)
		text += String.fromCharCode(...bytes.subarray(at, at + FROM_BYTES));
	return text;
}

/** The text that `asBinary` was made from. */
export function fromBinary(text: string): string {
	return decodeUtf8(Uint8Array.from(text, (char) => char.charCodeAt(0)));
}

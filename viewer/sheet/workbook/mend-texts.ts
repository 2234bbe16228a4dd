import { findTag, prefixOf } from "./tags.ts";
import { asBinary } from "./xml.ts";

const SLASH = 0x2f;
/** A cell holds 32,767 characters; its runs and their fonts take more. Longer ones are left as they are. */
const MAX_TEXT_BYTES = 4 * 1_048_576;
/** Of a text, and of one run of it. What is said of its pronunciation is no part of it. */
const TEXTS = /<(?:[\w.-]+:)?t(?:\s[^<>]*)?>([^<]*)</g;
const PRONUNCIATION = /<((?:[\w.-]+:)?rPh)[\s>][\s\S]*?<\/\1>/g;

/**
 * Joins, in place, the texts of a cell that has both a plain one and runs: SheetJS takes the plain one alone. For a
 * sheet's own texts (`is`) and the shared ones (`si`).
 */
export function mendTexts(
	bytes: Uint8Array,
	root: "worksheet" | "sst",
	alive: () => void,
): void {
	const prefix = prefixOf(bytes, root);
	if (prefix === undefined) return;
	const name = root === "sst" ? "si" : "is";
	let at = findTag(bytes, prefix, name, 0);
	for (let count = 0; at < bytes.length; count++) {
		const start = bytes.indexOf(0x3e, at) + 1;
		if (start === 0) return;
		const end =
			bytes[start - 2] === SLASH
				? start
				: findTag(bytes, prefix, `/${name}`, start);
		if (end - start < MAX_TEXT_BYTES) joinRuns(bytes.subarray(start, end));
		if (count % 1_024 === 0) alive();
		at = findTag(bytes, prefix, name, end);
	}
}

function joinRuns(inside: Uint8Array) {
	// Nearly all are one plain text: there is no second tag in them but its end.
	const second = inside.indexOf(0x3c, inside.indexOf(0x3c) + 1);
	if (inside.indexOf(0x3c, second + 1) === -1) return;
	const text = asBinary(inside);
	const hasBoth =
		/^\s*<(?:[\w.-]+:)?t[\s>]/.test(text) && /<(?:[\w.-]+:)?r[\s>]/.test(text);
	if (!hasBoth) return;
	const spoken = text.replace(PRONUNCIATION, "");
	const texts = [...spoken.matchAll(TEXTS)].map(([, one = ""]) => one);
	// It is never longer: each of the texts had such tags around it.
	const joined = `<t>${texts.join("")}</t>`.padEnd(inside.length);
	for (let i = 0; i < inside.length; i++) inside[i] = joined.charCodeAt(i);
}

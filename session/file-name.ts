import filenamify from "filenamify/browser";
import {
	type DocumentKind,
	ENDING_OF_KIND,
	kindOfName,
} from "../policy/kinds.ts";
import { visibleText } from "./visible-text.ts";

/** File systems take 255 bytes; this leaves room for ` (1)` and `.crdownload`. */
const MAX_NAME_BYTES = 200;

/**
 * A name that is safe to show and to save under, on every system, wherever it came from: no paths, no control or
 * direction characters, nothing invisible, no reserved names, and an ending that says the kind. Never empty; clean
 * names stay as they are.
 */
export function cleanFileName(name: string, kind: DocumentKind): string {
	const visible = visibleText(name);
	const trimmed = visible.replace(/^ +|[. ]+$/g, "");
	const agrees = kindOfName(trimmed) === kind;
	const ending = agrees
		? trimmed.slice(trimmed.lastIndexOf("."))
		: ENDING_OF_KIND[kind];
	const base = agrees ? trimmed.slice(0, -ending.length) : trimmed;
	// In the end dots and spaces are the system's to cut; at the start a dot hides the file.
	const bare = base.replace(/^[. ]+|[. ]+$/g, "") || "document";
	const safe = filenamify(bare, { replacement: "_", maxLength: 1_000 });
	const short = cut(safe, MAX_NAME_BYTES - ending.length - 1);
	return (short.replace(/[. ]+$/, "") || "document") + ending;
}

/** At most this many bytes of UTF-8, in whole letters as people see them. */
function cut(text: string, maxBytes: number): string {
	const encoder = new TextEncoder();
	if (encoder.encode(text).length <= maxBytes) return text;
	let kept = "";
	let bytes = 0;
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		bytes += encoder.encode(segment).length;
		if (bytes > maxBytes) break;
		kept += segment;
	}
	return kept;
}

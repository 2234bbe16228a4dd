import { kindOfName } from "../policy/kinds.ts";
import { visibleText } from "../session/visible-text.ts";
import type { Fetched, MarkedLink } from "./frame-port.ts";

/** For a document whose name has no ending: many sites hand theirs out under a number. */
const ENDING_OF_MEDIA_TYPE: Readonly<Record<string, string>> = {
	"application/pdf": ".pdf",
	"application/vnd.ms-excel": ".xls",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
	"text/csv": ".csv",
	"text/tab-separated-values": ".tsv",
};
const MAX_SHOWN = 100;

/**
 * What a link's document is called: as its server says, as the link says, or as its address ends; the first of them
 * that is the name of a document of ours. Not cleaned.
 */
export function nameOfLink(
	{ path, download, text }: MarkedLink,
	fetched?: Extract<Fetched, { got: "document" }>,
): string {
	const names = [
		fetched ? nameInDisposition(fetched.disposition) : "",
		download,
		lastSegment(path),
		fetched ? lastSegment(fetched.path) : "",
	].filter((name) => name !== "");
	const known = names.find((name) => kindOfName(name) !== undefined);
	if (known !== undefined) return known;
	const name = names[0] || text.trim() || "document";
	if (!fetched) return text.trim() || name;
	const mediaType = fetched.mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
	const ending = Object.hasOwn(ENDING_OF_MEDIA_TYPE, mediaType)
		? ENDING_OF_MEDIA_TYPE[mediaType]
		: undefined;
	return ending === undefined ? name : name + ending;
}

/** A name as a title: on one line, without anything invisible, not too long. */
export function shownName(name: string): string {
	const visible = visibleText(name).trim();
	const short = [...visible].slice(0, MAX_SHOWN).join("");
	return short.length < visible.length ? `${short}…` : short;
}

function lastSegment(path: string): string {
	const last = path.slice(path.lastIndexOf("/") + 1);
	return decoded(last);
}

/** RFC 6266: `filename*` in UTF-8 counts before `filename`. */
function nameInDisposition(disposition: string): string {
	const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition);
	if (extended?.[1]) return decoded(extended[1]);
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(
		disposition,
	);
	return plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2] ?? "";
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

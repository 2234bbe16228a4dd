import { zipSync } from "fflate";
import { OpenError } from "../reader/book.ts";
import { inflateEntry, listEntries } from "./unpack.ts";
import { attribute, decodeUtf8, tagPattern, toUtf8 } from "./xml.ts";

/** Parts that no cell comes from: pictures, charts, what the program that wrote it remembers. */
const UNUSED =
	/^(docProps|customXml)\/|(^|\/)(media|drawings|charts|chartsheets\/_rels|embeddings|printerSettings|externalLinks|pivotTables|pivotCache|ctrlProps|activeX|webextensions|slicers|slicerCaches|queryTables)\/|calcChain\.xml$/i;
const NEEDED = /\.(xml|rels)$/i;
const MACROS = /(^|\/)vbaProject\.bin$/i;
const CONTENT_TYPES = "[Content_Types].xml";

/** A workbook's parts by name, as UTF-8. */
export type Parts = Map<string, Uint8Array<ArrayBuffer>>;

/**
 * Unpacks the parts of an .xlsx that cells come from, within the budget. Throws an OpenError: `unsupported` for macros,
 * binary workbooks and other programs' files, `too-complex` beyond the budget, `damaged` otherwise.
 */
export function unpackWorkbook(
	zip: Uint8Array,
	inflatedBytes: number,
	alive: () => void,
): Parts {
	const entries = listEntries(zip);
	const names = new Set(entries.map(({ name }) => name.replace(/^\//, "")));
	const isOther =
		names.has("mimetype") ||
		names.has("META-INF/manifest.xml") ||
		names.has("Index/Document.iwa") ||
		names.has("xl/workbook.bin") ||
		[...names].some((name) => /^(word|ppt)\//.test(name) || MACROS.test(name));
	if (isOther) throw new OpenError("unsupported", "not an .xlsx");
	if (!names.has(CONTENT_TYPES))
		throw new OpenError("damaged", "a ZIP without content types");
	const budget = { bytesLeft: inflatedBytes };
	const parts: Parts = new Map();
	for (const entry of entries) {
		const name = entry.name.replace(/^\//, "");
		if (!NEEDED.test(name) || UNUSED.test(name) || parts.has(name)) continue;
		if (entry.encrypted) throw new OpenError("encrypted", "an encrypted ZIP");
		parts.set(name, toUtf8(inflateEntry(zip, entry, budget, alive)));
	}
	checkContentTypes(parts);
	return parts;
}

/** Refuses macros by their content type, and forgets parts that are not there: SheetJS would look for them and stop. */
function checkContentTypes(parts: Parts): void {
	const types = decodeUtf8(parts.get(CONTENT_TYPES) ?? new Uint8Array());
	if (
		/macroEnabled\.main|sheet\.binary[^"']*\.main/i.test(
			types.replace(/<(?:\w+:)?Default\b[^>]*>/g, ""),
		)
	)
		throw new OpenError("unsupported", "a workbook with macros");
	if (
		/ContentType\s*=\s*["'][^"']*(wordprocessingml|presentationml)[^"']*main\+xml/i.test(
			types,
		)
	)
		throw new OpenError("unsupported", "another program's file");
	const have = new Set([...parts.keys()].map((name) => name.toLowerCase()));
	const kept = types.replace(tagPattern("Override"), (tag, inside: string) => {
		const part = attribute(inside, "PartName")?.replace(/^\//, "");
		return part && have.has(part.toLowerCase()) ? tag : "";
	});
	parts.set(CONTENT_TYPES, new TextEncoder().encode(kept));
}

/** The parts as a ZIP again, unpacked: what SheetJS reads is what was checked. */
export function packForSheetJs(parts: Parts): Uint8Array {
	return zipSync(Object.fromEntries(parts), { level: 0 });
}

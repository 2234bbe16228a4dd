/**
 * Says what a document is by its content and its name together, before a byte of it is sent and again before one is
 * believed. Reads 4 KiB, and the list of names of a container. Only what is clearly something else is refused: a
 * damaged document of an allowed kind is for the viewer to explain.
 */
import { type DocumentKind, kindOfName } from "../policy/kinds.ts";
import { readCompoundNames } from "./compound-names.ts";
import { readSignature } from "./signature.ts";
import { type ReadRange, readZipNames } from "./zip-names.ts";

export type Detection =
	| { ok: true; kind: DocumentKind }
	| {
			ok: false;
			/** `unsupported`: a kind that is not shared. `mismatch`: the content is not what the name says. */
			reason: "unsupported" | "empty" | "mismatch";
			/** What it is instead, for a log. */
			detail: string;
	  };

const HEAD_BYTES = 4_096;

/** `read` gives exactly the bytes asked for; its failures pass through. */
export async function detectKind(
	name: string,
	size: number,
	read: ReadRange,
): Promise<Detection> {
	if (size === 0) return refuse("empty", "no bytes");
	const claimed = kindOfName(name);
	if (claimed === undefined) return refuse("unsupported", "file name");
	const head = await read(0, Math.min(HEAD_BYTES, size));
	const signature = readSignature(head);
	if (typeof signature === "object") return refuse("mismatch", signature.other);
	switch (claimed) {
		case "pdf":
			return signature === "pdf"
				? { ok: true, kind: "pdf" }
				: refuse("mismatch", signature ?? "no PDF");
		case "excel":
			return detectWorkbook(signature, head, size, read);
		case "csv":
			return detectText(signature, head);
		default:
			return claimed satisfies never;
	}
}

const WORKBOOK: Detection = { ok: true, kind: "excel" };

/** .xls and .xlsx are told apart by nobody: Excel opens either under either name. */
async function detectWorkbook(
	signature: string | undefined,
	head: Uint8Array,
	size: number,
	read: ReadRange,
): Promise<Detection> {
	switch (signature) {
		case "biff":
			return WORKBOOK;
		case "zip":
			return detectPackage(await readZipNames(size, read));
		case "compound":
			return detectCompound(await readCompoundNames(head, size, read));
		default:
			return refuse("mismatch", signature ?? "no workbook");
	}
}

function detectPackage(names: readonly string[] | undefined): Detection {
	// Cut off: it still begins as a package, and its viewer says what is wrong with it.
	if (names === undefined || names.length === 0) return WORKBOOK;
	const has = (start: string) => names.some((name) => name.startsWith(start));
	if (names.some((name) => name.endsWith("vbaproject.bin")))
		return refuse("unsupported", "macros");
	if (has("xl/macrosheets/")) return refuse("unsupported", "macros");
	if (has("xl/workbook.bin")) return refuse("unsupported", "xlsb");
	if (has("mimetype")) return refuse("unsupported", "OpenDocument");
	if (has("word/")) return refuse("mismatch", "docx");
	if (has("ppt/")) return refuse("mismatch", "pptx");
	const isWorkbook =
		has("[content_types].xml") &&
		names.some((name) => /(^xl\/|(^|\/)workbook\.xml$)/.test(name));
	return isWorkbook ? WORKBOOK : refuse("mismatch", "zip");
}

function detectCompound(names: readonly string[] | undefined): Detection {
	if (names === undefined) return WORKBOOK;
	// `encryptedpackage`: an .xlsx with a password.
	const workbooks = ["workbook", "book", "encryptedpackage"];
	return names.some((name) => workbooks.includes(name))
		? WORKBOOK
		: refuse("mismatch", "compound file");
}

function detectText(
	signature: string | undefined,
	head: Uint8Array,
): Detection {
	// A BOF record is a tab and a few controls to a text: zeros decide below.
	if (signature !== undefined && signature !== "biff")
		return refuse("mismatch", signature);
	if (head.includes(0) && !isUtf16(head)) return refuse("mismatch", "binary");
	const controls = isUtf16(head) ? 0 : head.filter(isControl).length;
	if (controls > head.length / 10) return refuse("mismatch", "binary");
	return { ok: true, kind: "csv" };
}

/** By its mark, or because every other byte is mostly zero and the ones between never are. */
function isUtf16(head: Uint8Array): boolean {
	const [first, second] = head;
	if (first === 0xff && second === 0xfe) return true;
	if (first === 0xfe && second === 0xff) return true;
	const zeros = [0, 0];
	head.forEach((byte, i) => {
		if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
	});
	const [even = 0, odd = 0] = zeros;
	return Math.min(even, odd) === 0 && even + odd > head.length / 4;
}

/** Neither blank nor letter of any text; line breaks, tabs, form feeds and the old end mark (26) are. */
function isControl(byte: number): boolean {
	return (
		(byte < 32 && ![9, 10, 11, 12, 13, 26, 27].includes(byte)) || byte === 127
	);
}

function refuse(
	reason: "unsupported" | "empty" | "mismatch",
	detail: string,
): Detection {
	return { ok: false, reason, detail };
}

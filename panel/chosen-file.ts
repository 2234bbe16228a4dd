import type { DocumentKind } from "../policy/kinds.ts";
import { cleanFileName } from "../session/file-name.ts";
import { fileSource } from "../session/file-source.ts";
import { detectKind } from "../session/kind.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";

export type ChosenDocument =
	| { ok: true; source: DocumentSource }
	/** A sentence for the person who chose it. */
	| { ok: false; why: string };

/**
 * Checks a file by its name and its content; nothing leaves the machine. `allowed`: the kinds that the administrator
 * lets people share.
 */
export async function checkFile(
	file: File,
	allowed: readonly DocumentKind[],
	words: Words,
): Promise<ChosenDocument> {
	const say = words.refusal;
	if (file.size === 0) return { ok: false, why: say.empty };
	try {
		const found = await detectKind(
			file.name,
			file.size,
			async (start, end) =>
				new Uint8Array(await file.slice(start, end).arrayBuffer()),
		);
		if (!found.ok) {
			if (found.reason === "empty") return { ok: false, why: say.empty };
			return { ok: false, why: say[found.reason](file.name, allowed) };
		}
		if (!allowed.includes(found.kind))
			return { ok: false, why: say.unsupported(file.name, allowed) };
		const name = cleanFileName(file.name, found.kind);
		return { ok: true, source: fileSource(file, found.kind, name) };
	} catch {
		// Moved, or taken out, between choosing and reading.
		return { ok: false, why: words.notice.gone(file.name) };
	}
}

/** The one file of a drop or a choice, or a sentence. Text and links can be dropped too; they are no files. */
export function singleFile(
	files: FileList | null | undefined,
	words: Words,
): File | string {
	const [file, second] = files ?? [];
	if (file === undefined) return words.refusal.noFile;
	if (second !== undefined) return words.refusal.twoFiles;
	return file;
}

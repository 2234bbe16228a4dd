import { kindOfName } from "../policy/kinds.ts";
import type { ApprovedLink } from "../policy/settings.ts";
import { cleanFileName } from "../session/file-name.ts";
import { fileSource } from "../session/file-source.ts";
import { detectKind } from "../session/kind.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";

const ENDING = { pdf: ".pdf", excel: ".xlsx", csv: ".csv" } as const;

export type FetchedLink =
	| { ok: true; source: DocumentSource }
	| { ok: false; why: string };

/**
 * Fetches an approved document into this browser's memory, without cookies and without a copy in its cache, and checks
 * that it is what the administrator says. `limit`: bytes; more are not read.
 */
export async function fetchApprovedLink(
	link: ApprovedLink,
	limit: number,
	words: Words,
	signal: AbortSignal,
): Promise<FetchedLink> {
	const say = words.refusal;
	const name = fileNameOf(link);
	let blob: Blob;
	try {
		const answer = await fetch(link.url, {
			cache: "no-store",
			credentials: "omit",
			referrerPolicy: "no-referrer",
			signal,
		});
		if (!answer.ok || !answer.body) throw new Error(answer.statusText);
		const fetched = await readUpTo(answer.body, limit);
		if (fetched === undefined)
			return { ok: false, why: say.tooLarge(link.name, limit + 1, limit) };
		blob = fetched;
	} catch {
		return { ok: false, why: say.linkUnreadable(link.name) };
	}
	const found = await detectKind(
		name,
		blob.size,
		async (start, end) =>
			new Uint8Array(await blob.slice(start, end).arrayBuffer()),
	);
	if (!found.ok || found.kind !== link.kind)
		return { ok: false, why: say["wrong-type"] };
	return {
		ok: true,
		source: fileSource(blob, link.kind, cleanFileName(name, link.kind)),
	};
}

/** The administrator's name for it, with the ending of the file behind the link. */
function fileNameOf({ name, url, kind }: ApprovedLink): string {
	if (kindOfName(name) === kind) return name;
	const { pathname } = new URL(url);
	const ending =
		kindOfName(pathname) === kind
			? pathname.slice(pathname.lastIndexOf("."))
			: ENDING[kind];
	return `${name}${ending}`;
}

async function readUpTo(
	body: ReadableStream<Uint8Array<ArrayBuffer>>,
	limit: number,
): Promise<Blob | undefined> {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	const reader = body.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return new Blob(pieces);
		size += value.length;
		if (size > limit) {
			await reader.cancel();
			return undefined;
		}
		pieces.push(value);
	}
}

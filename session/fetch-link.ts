import { type DocumentKind, ENDING_OF_KIND } from "../policy/kinds.ts";
import { detectKind } from "./kind.ts";

/** An address, and what the administrator says is there. */
export type LinkTarget = { url: string; kind: DocumentKind };

/** The file behind an approved link, or why it is not to be had. */
export type FetchedLink =
	| { result: "ok"; blob: Blob }
	/** The browser keeps the answer from us, or the host is silent, or stopped in the middle. */
	| { result: "unreadable" }
	/** The host says that there is no such file. `status`: of HTTP. */
	| { result: "missing"; status: number }
	| { result: "too-large" }
	/** The content is not of the kind that the link says. */
	| { result: "wrong-type" };

/** Without a sign-in, without a copy in the cache, and without telling the host where we come from. */
export const UNKNOWN_AND_UNKEPT = {
	cache: "no-store",
	credentials: "omit",
	referrerPolicy: "no-referrer",
} as const satisfies RequestInit;

/**
 * Fetches a link into this browser's memory and looks what it is by its content. `limit`: bytes, inclusive; more are
 * not read. `Test link` and an agent's share both go this way, so that the one foretells the other.
 */
export async function fetchLink(
	{ url, kind }: LinkTarget,
	limit: number,
	signal: AbortSignal,
): Promise<FetchedLink> {
	let blob: Blob | undefined;
	try {
		const answer = await fetch(url, { ...UNKNOWN_AND_UNKEPT, signal });
		if (!answer.ok || answer.body === null) {
			await answer.body?.cancel();
			return { result: "missing", status: answer.status };
		}
		blob = await readUpTo(answer.body, limit);
	} catch {
		return { result: "unreadable" };
	}
	if (blob === undefined) return { result: "too-large" };
	return (await isOfKind(blob, kind))
		? { result: "ok", blob }
		: { result: "wrong-type" };
}

async function isOfKind(blob: Blob, kind: DocumentKind): Promise<boolean> {
	const found = await detectKind(
		`file${ENDING_OF_KIND[kind]}`,
		blob.size,
		async (start, end) =>
			new Uint8Array(await blob.slice(start, end).arrayBuffer()),
	);
	return found.ok && found.kind === kind;
}

/** Undefined when there is more than `limit` bytes. */
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

import type { DocumentKind } from "../policy/kinds.ts";
import { detectKind } from "../session/kind.ts";

/** What this page could find out about an approved link. */
export type LinkTest =
	| { result: "ok"; bytes: number }
	/** The browser keeps the answer from this page. `answers`: the host said something at all. */
	| { result: "unreadable"; answers: boolean }
	| { result: "missing"; status: number }
	| { result: "wrong-type" }
	| { result: "too-large"; limit: number }
	| { result: "timed-out" }
	| { result: "bad-address" };

const TEST_TIMEOUT_MS = 30_000;
const ENDING = { pdf: ".pdf", excel: ".xlsx", csv: ".csv" } as const;
/** As the extension fetches it: without a sign-in, without a copy in the cache. */
const AS_THE_EXTENSION = {
	cache: "no-store",
	credentials: "omit",
	referrerPolicy: "no-referrer",
} as const;

/**
 * Fetches a link where it is, from this page, and looks at its first bytes. The server has no part in it: it would read
 * what the agents' browsers may not, and be a way into its own network. `limit`: bytes; more are not read.
 */
export async function testLink(
	{ url, kind }: { url: string; kind: DocumentKind },
	limit: number,
): Promise<LinkTest> {
	if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
		return { result: "bad-address" };
	const signal = AbortSignal.timeout(TEST_TIMEOUT_MS);
	try {
		const answer = await fetch(url, { ...AS_THE_EXTENSION, signal });
		if (!answer.ok || answer.body === null)
			return { result: "missing", status: answer.status };
		const blob = await readUpTo(answer.body, limit);
		if (blob === undefined) return { result: "too-large", limit };
		const found = await detectKind(
			`file${ENDING[kind]}`,
			blob.size,
			async (start, end) =>
				new Uint8Array(await blob.slice(start, end).arrayBuffer()),
		);
		return found.ok && found.kind === kind
			? { result: "ok", bytes: blob.size }
			: { result: "wrong-type" };
	} catch {
		if (signal.aborted) return { result: "timed-out" };
		return { result: "unreadable", answers: await isAnswered(url, signal) };
	}
}

/** Whether the host answers a page that may not read it. */
async function isAnswered(url: string, signal: AbortSignal): Promise<boolean> {
	try {
		const answer = await fetch(url, {
			...AS_THE_EXTENSION,
			mode: "no-cors",
			signal,
		});
		await answer.body?.cancel();
		return true;
	} catch {
		return false;
	}
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

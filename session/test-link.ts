import * as v from "valibot";
import { DOCUMENT_KINDS } from "../policy/kinds.ts";
import { MAX_DOCUMENT_BYTES, webAddress } from "../policy/settings.ts";
import {
	fetchLink,
	type LinkTarget,
	UNKNOWN_AND_UNKEPT,
} from "./fetch-link.ts";

const bytes = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(1),
	v.maxValue(MAX_DOCUMENT_BYTES),
);

/** What is to be tested. `limit`: bytes, of agents' files of this kind. */
export const linkQuestionSchema = v.strictObject({
	url: webAddress,
	kind: v.picklist(DOCUMENT_KINDS),
	limit: bytes,
});

/** What was found out about a link: never a byte of what is behind it. */
export const linkTestSchema = v.variant("result", [
	v.strictObject({ result: v.literal("ok"), bytes }),
	/**
	 * The browser keeps the answer from us. `host`: it answered, it did not, or it forwards to another address, which
	 * then sees nobody's name as the caller (`Origin: null`).
	 */
	v.strictObject({
		result: v.literal("unreadable"),
		host: v.picklist(["answers", "silent", "forwards"]),
	}),
	v.strictObject({
		result: v.literal("missing"),
		status: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999)),
	}),
	v.strictObject({ result: v.literal("wrong-type") }),
	v.strictObject({ result: v.literal("too-large"), limit: bytes }),
	v.strictObject({ result: v.literal("timed-out") }),
	v.strictObject({ result: v.literal("bad-address") }),
	/** Too many tests in a short time. */
	v.strictObject({ result: v.literal("rate-limited") }),
]);

export type LinkQuestion = v.InferOutput<typeof linkQuestionSchema>;
export type LinkTest = v.InferOutput<typeof linkTestSchema>;

/** How long a host may take with the whole file. */
export const LINK_TEST_TIMEOUT_MS = 30_000;

/**
 * Fetches a link as an agent's browser does and says what came of it. Whoever calls it counts: the host may let one
 * origin read and another not.
 */
export async function testLink(
	{ limit, ...target }: LinkQuestion,
	signal: AbortSignal = AbortSignal.timeout(LINK_TEST_TIMEOUT_MS),
): Promise<LinkTest> {
	const fetched = await fetchLink(target, limit, signal);
	switch (fetched.result) {
		case "ok":
			return { result: "ok", bytes: fetched.blob.size };
		case "unreadable": {
			if (signal.aborted) return { result: "timed-out" };
			const host = await conductOf(target, signal);
			return { result: "unreadable", host };
		}
		case "too-large":
			return { result: "too-large", limit };
		case "missing":
		case "wrong-type":
			return fetched;
		default:
			return fetched satisfies never;
	}
}

/** What a host does whose answer we may not read. */
async function conductOf(
	{ url }: LinkTarget,
	signal: AbortSignal,
): Promise<"answers" | "silent" | "forwards"> {
	const ask = async (how: RequestInit) => {
		try {
			const answer = await fetch(url, {
				...UNKNOWN_AND_UNKEPT,
				...how,
				signal,
			});
			await answer.body?.cancel();
			return answer;
		} catch {
			return undefined;
		}
	};
	const stopped = await ask({ redirect: "manual" });
	if (stopped?.type === "opaqueredirect") return "forwards";
	return (await ask({ mode: "no-cors" })) === undefined ? "silent" : "answers";
}

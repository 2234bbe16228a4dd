/**
 * How the administrator's page and the extension in the same browser speak about `Test link`. The page posts a request
 * to its own window with the end of a channel; the extension's script in that page, if there is one, answers on the
 * channel: first that it is there, so that the page need not wait for nobody, and then with the verdict. The page learns
 * what the extension's own origin can read, never what it has read; the extension believes nothing but these fields.
 */
import * as v from "valibot";
import { linkQuestionSchema, linkTestSchema } from "./test-link.ts";

const LINK_TEST = "docside-test-link";

const requestSchema = v.strictObject({
	type: v.literal(LINK_TEST),
	question: linkQuestionSchema,
});

const replySchema = v.variant("type", [
	/** At once: an extension is here and has begun. */
	v.strictObject({ type: v.literal("testing") }),
	/** The end. `origin`: of the extension, which is what the host must allow. */
	v.strictObject({
		type: v.literal("tested"),
		origin: v.pipe(
			v.string(),
			v.maxLength(120),
			v.regex(/^[a-z]+-extension:\/\/[a-z0-9-]+$/),
		),
		test: linkTestSchema,
		/** The person has let it into the document's host: it needs no leave there, where another may need it. */
		letIn: v.boolean(),
	}),
	/** The end too: this extension does not test for this page. */
	v.strictObject({ type: v.literal("declined") }),
]);

export type LinkTestRequest = v.InferOutput<typeof requestSchema>;
export type LinkTestReply = v.InferOutput<typeof replySchema>;

export function linkTestRequest(
	question: LinkTestRequest["question"],
): LinkTestRequest {
	return { type: LINK_TEST, question };
}

/** Undefined for anything that is not exactly a request. */
export function parseLinkTestRequest(
	value: unknown,
): LinkTestRequest | undefined {
	const result = v.safeParse(requestSchema, value);
	return result.success ? result.output : undefined;
}

/** Undefined for anything that is not exactly a reply. */
export function parseLinkTestReply(value: unknown): LinkTestReply | undefined {
	const result = v.safeParse(replySchema, value);
	return result.success ? result.output : undefined;
}

import type { DocumentKind } from "../policy/kinds.ts";
import type { AdminWords } from "../words/admin-en.ts";
import { CopyBox } from "./CopyBox.tsx";
import { corsHeaders } from "./cors-header.ts";
import type { LinkTest } from "./test-link.ts";
import { useWords } from "./words-context.ts";

type LinkTestResultProps = {
	test: LinkTest;
	kind: DocumentKind;
	extensionOrigins: readonly string[];
};

/** What `Test link` has found, and for a host that refuses, the header to add. */
export function LinkTestResult(props: LinkTestResultProps) {
	const { test, kind, extensionOrigins } = props;
	const words = useWords();
	const say = words.test;
	const good = test.result === "ok";
	return (
		<div class={`link-test ${good ? "good" : "bad"}`}>
			<p>{sentenceOf(test, kind, words)}</p>
			{test.result === "unreadable" && (
				<p class="hint">{test.answers ? say.answers : say.silent}</p>
			)}
			{test.result !== "bad-address" && (
				<p class="hint">{say.fromPage(location.origin)}</p>
			)}
			{test.result === "unreadable" && (
				<CopyBox title={say.header} text={corsHeaders(extensionOrigins)} />
			)}
		</div>
	);
}

function sentenceOf(
	test: LinkTest,
	kind: DocumentKind,
	words: AdminWords,
): string {
	const say = words.test;
	switch (test.result) {
		case "ok":
			return say.ok(words.bytes(test.bytes), words.kinds[kind]);
		case "unreadable":
			return say.unreadable;
		case "missing":
			return say.missing(test.status);
		case "wrong-type":
			return say.wrongType(words.kinds[kind]);
		case "too-large":
			return say.tooLarge(words.megabytes(test.limit));
		case "timed-out":
			return say.timedOut;
		case "bad-address":
			return say.badAddress;
		default:
			return test satisfies never;
	}
}

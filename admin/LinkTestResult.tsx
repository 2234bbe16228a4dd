import type { DocumentKind } from "../policy/kinds.ts";
import type { LinkTest } from "../session/test-link.ts";
import type { AdminWords } from "../words/admin-en.ts";
import { CopyBox } from "./CopyBox.tsx";
import { corsHeaders } from "./cors-header.ts";
import type { TestedLink } from "./test-link.ts";
import { useWords } from "./words-context.ts";

type LinkTestResultProps = {
	tested: TestedLink;
	kind: DocumentKind;
	extensionOrigins: readonly string[];
};

/** What `Test link` has found, and for a host that refuses, the header to add. */
export function LinkTestResult(props: LinkTestResultProps) {
	const { tested, kind, extensionOrigins } = props;
	const { test } = tested;
	const words = useWords();
	const say = words.test;
	const good = test.result === "ok";
	const needsNoLeave = good && tested.by === "extension" && tested.letIn;
	return (
		<div class={`link-test ${good ? "good" : "bad"}`}>
			<p>{sentenceOf(tested, kind, words)}</p>
			{test.result === "unreadable" && (
				<p class="hint">{hostOf(test.host, tested.by, words)}</p>
			)}
			{test.result !== "bad-address" && (
				<p class="hint">
					{tested.by === "extension"
						? say.fromExtension(tested.origin)
						: `${say.fromPage(location.origin)} ${say.noExtension}`}
				</p>
			)}
			{tested.by === "extension" &&
				!extensionOrigins.includes(tested.origin) && (
					<p class="warning">{say.otherExtension}</p>
				)}
			{needsNoLeave && <p class="warning">{say.letIn}</p>}
			{(needsNoLeave ||
				(test.result === "unreadable" && test.host !== "forwards")) && (
				<CopyBox
					title={say.header}
					button={say.copyHeader}
					text={corsHeaders(
						tested.by === "extension" ? [tested.origin] : extensionOrigins,
					)}
				/>
			)}
		</div>
	);
}

function hostOf(
	host: Extract<LinkTest, { result: "unreadable" }>["host"],
	by: TestedLink["by"],
	{ test: say }: AdminWords,
): string {
	switch (host) {
		case "forwards":
			return say.forwards;
		case "answers":
			return by === "extension" ? say.answersExtension : say.answers;
		case "silent":
			return by === "extension" ? say.silentExtension : say.silent;
		default:
			return host satisfies never;
	}
}

function sentenceOf(
	{ by, test }: TestedLink,
	kind: DocumentKind,
	words: AdminWords,
): string {
	const say = words.test;
	switch (test.result) {
		case "ok":
			return say.ok(words.bytes(test.bytes), words.kinds[kind]);
		case "unreadable":
			return by === "extension" ? say.unreadableFromExtension : say.unreadable;
		case "missing":
			return say.missing(test.status);
		case "wrong-type":
			return say.wrongType(words.kinds[kind]);
		case "too-large":
			return say.tooLarge(words.megabytes(test.limit));
		case "timed-out":
			return say.timedOut;
		case "rate-limited":
			return say.rateLimited;
		case "bad-address":
			return say.badAddress;
		default:
			return test satisfies never;
	}
}

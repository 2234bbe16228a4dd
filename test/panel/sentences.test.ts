import { describe, expect, it } from "vitest";
import { endedSentence } from "../../panel/ended-words.ts";
import { noticeSentence } from "../../panel/notice-words.ts";
import { refusalSentence } from "../../panel/refusal-words.ts";
import type { Refusal } from "../../policy/rules.ts";
import { MB } from "../../policy/settings.ts";
import type { Notice } from "../../session/state.ts";
import { en } from "../../words/en.ts";

describe("the sentence for a refused share", () => {
	const tooLarge: Refusal = {
		reason: "too-large",
		limit: 10 * MB,
		viewOnlyHelps: false,
	};

	it("shows both sizes", () => {
		const file = { name: "a.pdf", size: 12 * MB };
		const sentence = refusalSentence(tooLarge, file, en);
		expect(sentence).toContain("a.pdf");
		expect(sentence).toContain("12 MB");
		expect(sentence).toContain("10 MB");
		expect(sentence).not.toContain("10,485,760");
	});

	it("shows the bytes where both sizes would read the same", () => {
		const file = { name: "a.pdf", size: 10 * MB + 1 };
		const sentence = refusalSentence(tooLarge, file, en);
		expect(sentence).toContain("10,485,761");
		expect(sentence).toContain("10,485,760");
	});

	it.each([
		"sharing-off",
		"saving-off",
		"unknown-link",
		"wrong-type",
		"empty",
	] as const)("is there for %s, and not twice", (reason) => {
		const sentence = refusalSentence({ reason }, { name: "a", size: 1 }, en);
		expect(sentence).toMatch(/^[A-Z].*\.$/);
	});
});

it("names what is allowed when a document's type is not", () => {
	const refusal: Refusal = { reason: "type-not-allowed", allowed: ["pdf"] };
	const file = { name: "a.csv", size: 1 };
	expect(refusalSentence(refusal, file, en)).toBe(
		"a.csv cannot be shared. Allowed: PDF.",
	);
});

describe("the sentence for a notice", () => {
	const name = "rates.xlsx";
	const notices: Notice[] = [
		{ notice: "declined" },
		{ notice: "request-expired" },
		{ notice: "request-not-allowed" },
		{ notice: "request-cancelled" },
		{ notice: "request-busy" },
		{ notice: "closed", name },
		{ notice: "closed", name, by: "Ben" },
		{ notice: "joined", agent: "Ben" },
		{ notice: "left", agent: "Ben" },
		{ notice: "left", agent: "Ben", name },
		{ notice: "replaced", name },
		{
			notice: "replaced-by",
			agent: "Ben",
			name,
			next: "plan.pdf",
			own: true,
		},
		{
			notice: "replaced-by",
			agent: "Ben",
			name,
			next: undefined,
			own: false,
		},
		{ notice: "crossed", name },
		{ notice: "crossed", name, by: "Ben" },
		{ notice: "refused", name },
		{ notice: "damaged", name },
		{ notice: "gone", name },
	];

	it("is another one for each", () => {
		const sentences = notices.map((it) => noticeSentence(it, "Ana", en));
		expect(new Set(sentences).size).toBe(notices.length);
		for (const sentence of sentences) expect(sentence).toMatch(/[.?]$/);
	});

	it("names the document, and who did it", () => {
		const closed = noticeSentence({ notice: "closed", name }, "Ana", en);
		expect(closed).toContain(name);
		expect(closed).toContain("Ana");
		expect(noticeSentence({ notice: "gone", name }, "Ana", en)).toContain(name);
	});
});

describe("the sentence for the end of a session", () => {
	const ended = (reason: "agent" | "visitor" | "error") =>
		({ phase: "ended", reason, why: "ended" }) as const;

	it.each([
		["agent", "agent", en.ended.byYou],
		["agent", "visitor", en.ended.byVisitor],
		["visitor", "agent", en.ended.byAgent],
		["visitor", "visitor", en.ended.byYou],
		["agent", "error", en.ended.error],
		["visitor", "error", en.ended.error],
	] as const)("tells the %s who ended it: %s", (me, reason, sentence) => {
		expect(endedSentence(ended(reason), me, en)).toBe(sentence);
	});

	it("tells each what the visitor's refusal means to them", () => {
		const refused = { ...ended("visitor"), why: "refused" } as const;
		expect(endedSentence(refused, "agent", en)).toBe(en.ended.refused);
		expect(endedSentence(refused, "visitor", en)).toBe(en.ended.refusedByYou);
	});
});

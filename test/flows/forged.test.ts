import { describe, expect, it } from "vitest";
import type { Role } from "../../policy/rules.ts";
import { MAX_DOCUMENT_BYTES, MB } from "../../policy/settings.ts";
import { fileSource } from "../../session/file-source.ts";
import type { Message, MessageOf } from "../../session/messages.ts";
import { otherRole } from "../../session/state.ts";
import { patterned } from "../session/transfer.ts";
import {
	arrivals,
	claimed,
	file,
	meet,
	type Story,
	type StoryOptions,
	shareWith,
	until,
} from "./people.ts";
import { OPEN_RULES, withSharing } from "./rules.ts";

const OFFER: MessageOf<"offer"> = {
	type: "offer",
	share: 1,
	over: 0,
	name: "a.pdf",
	kind: "pdf",
	size: 1_000,
	savable: false,
	from: "computer",
};
const VISITORS: MessageOf<"offer"> = { ...OFFER, share: 2 };
const link = (id: string) => ({ link: id });

type Forgery = [
	what: string,
	from: Role,
	offer: Partial<MessageOf<"offer">>,
	rules?: StoryOptions["rules"],
];

const refused: Forgery[] = [
	[
		"a file of an agent who may share none",
		"agent",
		{},
		{ visitor: withSharing({ agentDocumentShare: false }) },
	],
	[
		"a file of a visitor who may share none",
		"visitor",
		{},
		{ agent: withSharing({ visitorDocumentShare: false }) },
	],
	["an unknown link", "agent", { from: link("not-a-link") }],
	["a link named like a property", "agent", { from: link("constructor") }],
	["a link of another kind", "agent", { from: link("savable-csv") }],
	["a link from a visitor", "visitor", { from: link("savable-pdf") }],
	[
		"a view-only link that claims to be savable",
		"agent",
		{ from: link("view-only-pdf"), savable: true },
	],
	[
		"a savable link where visitors may save nothing",
		"agent",
		{ from: link("savable-pdf"), savable: true },
		{ visitor: withSharing({ visitorDownloadDocumentShare: false }) },
	],
	[
		"a savable file where visitors may save nothing",
		"agent",
		{ savable: true },
		{ visitor: withSharing({ visitorDownloadDocumentShare: false }) },
	],
	[
		"a savable file where agents may save nothing",
		"visitor",
		{ savable: true },
		{ agent: withSharing({ agentDownloadDocumentShare: false }) },
	],
	[
		"a CSV where only PDF is allowed",
		"agent",
		{ kind: "csv" },
		{ visitor: { ...OPEN_RULES, types: ["pdf"] } },
	],
	[
		"a workbook where only PDF and CSV are allowed",
		"visitor",
		{ kind: "excel" },
		{ agent: { ...OPEN_RULES, types: ["pdf", "csv"] } },
	],
	[
		"a link of a kind that is not allowed any more",
		"agent",
		{ from: link("savable-csv"), kind: "csv" },
		{ visitor: { ...OPEN_RULES, types: ["pdf"] } },
	],
	["a PDF of one byte too many", "agent", { size: 10 * MB + 1 }],
	[
		"a link of one byte too many",
		"agent",
		{ from: link("savable-pdf"), size: 10 * MB + 1 },
	],
	["a sheet of one byte too many", "agent", { kind: "csv", size: 5 * MB + 1 }],
	[
		"a savable PDF of one byte too many",
		"visitor",
		{ savable: true, size: 5 * MB + 1 },
	],
	[
		"a savable workbook of one byte too many",
		"visitor",
		{ kind: "excel", savable: true, size: 5 * MB + 1 },
	],
];

const allowed: Forgery[] = [
	["a PDF of the largest size", "agent", { size: 10 * MB }],
	["a sheet of the largest size", "agent", { kind: "csv", size: 5 * MB }],
	["a view-only file of any size", "visitor", { size: MAX_DOCUMENT_BYTES }],
	["a savable PDF", "visitor", { savable: true, size: 5 * MB }],
	["a view-only link", "agent", { from: link("view-only-pdf") }],
	[
		"a savable link, where agents may share no files",
		"agent",
		{ from: link("savable-pdf"), savable: true },
		{ visitor: withSharing({ agentDocumentShare: false }) },
	],
];

function told(story: Story, role: Role): Message[] {
	return story.crossed
		.filter(({ from }) => from === role)
		.map(({ payload }) => JSON.parse(String(payload)));
}

describe("an offer that no honest end sends", () => {
	it.each(refused)("is refused: %s", async (_, from, change, rules) => {
		const story = await meet({ ...(rules && { rules }) });
		const watcher = story[otherRole(from)];
		const offer = {
			...(from === "agent" ? OFFER : VISITORS),
			...change,
		};
		await story.forge(from, offer);
		const { share } = offer;
		expect(told(story, otherRole(from))).toEqual([
			{ type: "close", share, why: "refused" },
		]);
		expect(watcher.document).toBeNull();
		expect(watcher.session.source).toBeUndefined();
		expect(watcher.notices).toMatchObject([{ notice: "refused" }]);
		expect(watcher.events.map(({ event }) => event)).toEqual(["sessionstart"]);
	});

	it.each(allowed)("is none: %s", async (_, from, change, rules) => {
		const story = await meet({ ...(rules && { rules }) });
		const offer = { ...(from === "agent" ? OFFER : VISITORS), ...change };
		await story.forge(from, offer);
		expect(story[otherRole(from)].document).toMatchObject({
			sharedBy: from,
			size: offer.size,
		});
	});

	it("closes what its honest sender believes it has replaced", async () => {
		const story = await meet({
			rules: { visitor: withSharing({ agentDocumentShare: false }) },
		});
		const { agent, visitor } = story;
		await shareWith(visitor, agent, file(patterned(10)));
		agent.session.share(claimed(1_000), { savable: false, from: "computer" });
		await arrivals();
		expect(agent.document).toBeNull();
		expect(visitor.document).toBeNull();
		expect(visitor.events.map(({ event }) => event)).toEqual([
			"sessionstart",
			"documentShared",
			"enddocshare",
		]);
		expect(agent.notices).toEqual([{ notice: "refused", name: "a.pdf" }]);
	});

	it.each<[string, Role, number]>([
		["of the visitor's, from the agent", "agent", 2],
		["of the agent's, from the visitor", "visitor", 1],
	])("is dropped when its number is one %s", async (_, from, share) => {
		const story = await meet();
		await story.forge(from, { ...OFFER, share });
		expect(story[otherRole(from)].document).toBeNull();
		expect(told(story, otherRole(from))).toEqual([]);
	});

	it.each([1, 3])(
		"is dropped when number %i was used before",
		async (share) => {
			const story = await meet();
			const { visitor, forge } = story;
			await forge("agent", { ...OFFER, share: 3, name: "new.pdf" });
			await forge("agent", { ...OFFER, share, name: "old.pdf" });
			expect(visitor.document?.name).toBe("new.pdf");
			await forge("agent", { type: "close", share: 3, why: "done" });
			await forge("agent", { ...OFFER, share, name: "old.pdf" });
			expect(visitor.document).toBeNull();
		},
	);

	it.each<[string, string]>([
		["../../etc/passwd.pdf", "etc_passwd.pdf"],
		["invoice.pdf.exe", "invoice.pdf.exe.pdf"],
		["invoice\u202Efdp.exe", "invoicefdp.exe.pdf"],
		["CON.pdf", "CON"],
		["\u0000\u200B", "document.pdf"],
	])("has its name %j cleaned before anybody sees it", async (name, clean) => {
		const story = await meet();
		await story.forge("agent", { ...OFFER, name });
		const { visitor } = story;
		const shown = visitor.document?.name ?? "";
		expect(shown).toContain(clean);
		expect(shown).toMatch(/\.pdf$/);
		expect(shown).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
		expect(visitor.session.source?.name).toBe(shown);
		const { events } = visitor;
		expect(events.at(-1)).toMatchObject({ detail: { name: shown } });
	});

	it.each<[string, string]>([
		["a program", "MZ\u0090\u0000"],
		["a page", "<!doctype html><script>"],
		["text", "name;rate\n"],
	])(
		"is closed on both sides when its bytes are those of %s",
		async (_, text) => {
			const story = await meet();
			const bytes = new TextEncoder().encode(text.padEnd(5_000, " "));
			const source = fileSource(new Blob([bytes]), "pdf", "a.pdf");
			story.agent.session.share(source, { savable: true, from: "computer" });
			await until(() => story.visitor.notices.length > 0);
			await arrivals();
			for (const role of ["agent", "visitor"] as const) {
				expect(story[role].document).toBeNull();
				expect(story[role].notices).toEqual([
					{ notice: "damaged", name: "a.pdf" },
				]);
			}
		},
	);

	it("allocates nothing by what it claims", async () => {
		const story = await meet();
		await story.forge("visitor", { ...VISITORS, size: MAX_DOCUMENT_BYTES });
		expect(story.agent.session.source).toMatchObject({ bytesHeld: 0 });
	});

	it("does not fetch by a reading list more than is believed", async () => {
		const story = await meet();
		const size = 1_000_000_000;
		const reading: [number, number][] = [
			[size - 1, size + 50],
			[7, 3],
			[0, size],
		];
		await story.forge("visitor", { ...VISITORS, size, reading });
		const reads = story.sent("agent").filter((type) => type === "read");
		expect(reads.length).toBeGreaterThan(0);
		expect(reads.length).toBeLessThan(300);
		expect(story.visitor.document).toBeNull();
	});
});

describe("an end that keeps to its own rules", () => {
	it("does not send an offer that they forbid, and says why", async () => {
		const story = await meet({
			rules: {
				agent: withSharing({ agentDocumentShare: false }),
				visitor: withSharing({ agentDownloadDocumentShare: false }),
			},
		});
		const { agent, visitor } = story;
		const source = claimed(1_000);
		const from = "computer";
		expect(agent.session.share(source, { savable: false, from })).toEqual({
			reason: "sharing-off",
		});
		expect(visitor.session.share(source, { savable: true, from })).toEqual({
			reason: "saving-off",
		});
		const large = claimed(5 * MB + 1, "csv");
		await arrivals();
		expect(story.crossed).toEqual([]);
		expect(visitor.session.share(large, { savable: false, from })).toBe(
			undefined,
		);
		expect(OPEN_RULES.limits.visitorSheetBytes).toBe(5 * MB);
	});

	it("keeps what is open when a new share is forbidden", async () => {
		const story = await meet();
		const { agent, visitor } = story;
		const bytes = patterned(10);
		await shareWith(agent, visitor, file(bytes));
		const refused = agent.session.share(claimed(10 * MB + 1), {
			savable: true,
			from: "computer",
		});
		expect(refused).toEqual({
			reason: "too-large",
			limit: 10 * MB,
			viewOnlyHelps: false,
		});
		expect(agent.document?.size).toBe(10);
		expect(await visitor.session.source?.read(0, 10)).toEqual(bytes);
	});
});

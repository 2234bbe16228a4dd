import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forge, sentBy } from "./channel-spy.ts";
import { changeSettings, demoSettings } from "./demo-settings.ts";
import { STORY_DOCUMENTS, type StoryDocument } from "./documents.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	bothSee,
	button,
	choose,
	closeDocument,
	isOpen,
	openSession,
	press,
	save,
	sha256,
	share,
	sharedDocument,
} from "./steps.ts";

let room: Room;
const ALL_ON = {
	visitorDocumentShare: true,
	agentDocumentShare: true,
	agentDownloadDocumentShare: true,
	visitorDownloadDocumentShare: true,
};
const [pdf] = STORY_DOCUMENTS;
const document: StoryDocument = pdf ?? fail("a document is needed");

beforeAll(async () => {
	room = await openRoom();
});
afterAll(() => room?.close());

function fail(why: string): never {
	throw new Error(why);
}

/** A new session under these settings. */
async function begin(part: Parameters<typeof changeSettings>[1]) {
	await changeSettings(room.demo, { ...part });
	await room.renew();
	await openSession(room);
}

const approved = () =>
	room.agent
		.frame()
		.locator("section[aria-labelledby=approved]")
		.getByRole("button");

const isThere = (who: "agent" | "visitor", name: string) =>
	button(room[who].frame(), name).isVisible();

describe("sharing from the computer switched off for both", () => {
	beforeAll(() =>
		begin({
			sharing: {
				...ALL_ON,
				agentDocumentShare: false,
				visitorDocumentShare: false,
			},
		}),
	);

	it("takes Choose a file and Send request away and keeps the approved documents", async () => {
		expect(await isThere("agent", "Choose a file")).toBe(false);
		expect(await isThere("agent", "Send request")).toBe(false);
		expect(await approved().allTextContents()).toEqual([
			"Account terms",
			"Fees and interest",
		]);
		await approved().first().click();
		await isOpen(room.agent);
		await share(room.agent);
		await bothSee(room, "Account terms.pdf");
		await closeDocument(room, room.agent, "Account terms.pdf");
	}, 60_000);

	it("refuses a forged request at the visitor's side", async () => {
		const before = (await sentBy(room.visitor)).length;
		await forge(room.agent, { type: "request", request: 1 });
		await expect
			.poll(async () => (await sentBy(room.visitor)).slice(before), patience)
			.toMatchObject([{ type: "answer" }]);
		const answer = (await sentBy(room.visitor)).at(-1);
		expect(answer?.text).toContain("not-allowed");
		expect(await room.visitor.frame().getByRole("alertdialog").count()).toBe(0);
	}, 60_000);

	it.each(["agent", "visitor"] as const)(
		"refuses a forged offer of the %s's at the other side",
		async (who) => {
			const other = who === "agent" ? "visitor" : "agent";
			const before = (await sentBy(room[other])).length;
			await forge(room[who], {
				type: "offer",
				share: who === "agent" ? 101 : 102,
				over: 0,
				name: "forged.pdf",
				kind: "pdf",
				size: 1_000,
				savable: true,
				from: "computer",
			});
			await expect
				.poll(async () => (await sentBy(room[other])).slice(before), patience)
				.toMatchObject([{ type: "close" }]);
			const [close] = (await sentBy(room[other])).slice(before);
			expect(close?.text).toContain("refused");
			expect(await sharedDocument(room[other], "forged.pdf").count()).toBe(0);
		},
		60_000,
	);
});

describe("saving switched off for both", () => {
	beforeAll(() =>
		begin({
			sharing: {
				...ALL_ON,
				agentDownloadDocumentShare: false,
				visitorDownloadDocumentShare: false,
			},
		}),
	);

	it("says view only where the agent shares, and shows the visitor no Save", async () => {
		await choose(room.agent, [document]);
		await room.agent
			.frame()
			.getByText("View only: the visitor can look at it but not save it.")
			.waitFor(patience);
		await share(room.agent);
		await bothSee(room, document.name);
		expect(await isThere("visitor", "Save")).toBe(false);
	}, 60_000);

	it("refuses the digest that a forged save asks for", async () => {
		const before = (await sentBy(room.agent)).length;
		const offer = (await sentBy(room.agent)).findLast(
			({ type }) => type === "offer",
		);
		const share = Number(/"share":(\d+)/.exec(offer?.text ?? "")?.[1]);
		await forge(room.visitor, { type: "save", share });
		await expect
			.poll(
				async () =>
					(await sentBy(room.agent))
						.slice(before)
						.map(({ type }) => type)
						.filter((type) => type === "digest" || type === "refused"),
				patience,
			)
			.toEqual(["refused"]);
		await closeDocument(room, room.visitor, document.name);
	}, 60_000);

	it("says view only in the visitor's question and preview, and shows the agent no Save", async () => {
		await press(room.agent, "Send request");
		const frame = room.visitor.frame();
		const sentence = "View only: Ana can look at it but not save it.";
		await frame.getByRole("alertdialog").getByText(sentence).waitFor(patience);
		await button(frame, "Accept").click();
		await choose(room.visitor, [document]);
		await frame.getByText(sentence).waitFor(patience);
		await share(room.visitor);
		await bothSee(room, document.name);
		expect(await isThere("agent", "Save")).toBe(false);
	}, 60_000);
});

describe("approved documents", () => {
	const WRONG = "This is a CSV";
	const MISSING = "Moved away";

	beforeAll(async () => {
		const { links, roles } = await demoSettings(room.demo);
		const [terms, fees] = links;
		if (!terms || !fees) throw new Error("the demo has two links");
		const site = room.demo.site;
		await begin({
			sharing: ALL_ON,
			roles: [...roles, { name: "Manager", sharing: ALL_ON }],
			links: [
				{ ...fees, role: null },
				{
					...terms,
					id: "wrong-content",
					name: WRONG,
					kind: "csv",
				},
				{
					...terms,
					id: "missing-file",
					name: MISSING,
					url: `${site}/documents/moved.pdf`,
				},
				{ ...terms, id: "others-only", name: "Not for Ana", role: "Manager" },
				{ ...terms, id: "inactive-one", name: "Retired", active: false },
				terms,
			],
		});
	});

	it("are listed in the administrator's order, those of the agent's role alone", async () => {
		expect(await approved().allTextContents()).toEqual([
			"Fees and interest",
			WRONG,
			MISSING,
			"Account terms",
		]);
	});

	it("are previewed like a file, and savable where link and setting allow it", async () => {
		for (const { link, name, savable } of [
			{ link: "Account terms", name: "Account terms.pdf", savable: true },
			{
				link: "Fees and interest",
				name: "Fees and interest.xlsx",
				savable: false,
			},
		]) {
			const before = await sentBy(room.agent);
			await approved().filter({ hasText: link }).click();
			await isOpen(room.agent);
			expect(await sentBy(room.agent)).toEqual(before);
			await share(room.agent);
			await bothSee(room, name);
			expect(await isThere("visitor", "Save")).toBe(savable);
			if (savable) {
				const original = await fetch(
					`${room.demo.site}/documents/account-terms.pdf`,
				);
				const saved = await save(room.visitor);
				expect(saved.name).toBe(name);
				expect(saved.sha256).toBe(
					sha256(new Uint8Array(await original.arrayBuffer())),
				);
			}
			await closeDocument(room, room.visitor, name);
		}
	}, 90_000);

	it("are refused with a sentence when they are something else or cannot be read", async () => {
		const before = await sentBy(room.agent);
		const alert = room.agent.frame().getByRole("alert");
		await approved().filter({ hasText: WRONG }).click();
		await alert
			.filter({ hasText: "The file is not of the type that was approved." })
			.waitFor(patience);
		await approved().filter({ hasText: MISSING }).click();
		await alert
			.filter({ hasText: `${MISSING} cannot be read from where it is kept.` })
			.waitFor(patience);
		expect(await sentBy(room.agent)).toEqual(before);
	}, 60_000);

	it("leave what is asked of the visitor as it was", async () => {
		await askAndAccept(room);
		await press(room.visitor, "Cancel");
		await button(room.agent.frame(), "Send request").waitFor(patience);
	}, 60_000);
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocsideCheck } from "../../snippet/docside.d.ts";
import { makeTextPdf } from "../fixtures/make-pdf.ts";
import { sentBy } from "./channel-spy.ts";
import { focusOf } from "./focus.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import { openSite, type Site, visit } from "./site.ts";
import {
	askAndAccept,
	bothSee,
	button,
	choose,
	closeDocument,
	isOpen,
	openSession,
	press,
	share,
} from "./steps.ts";

let room: Room;
let site: Site;
const PDF = { name: "statement.pdf", bytes: makeTextPdf(12) };

declare global {
	/** What the page's own script noted. */
	var siteNoted: unknown[];
}

beforeAll(async () => {
	room = await openRoom();
	site = await openSite(room);
	await visit(room, site);
	await listen();
	await openSession(room);
});
afterAll(async () => {
	site?.close();
	await room?.close();
});

/** The page notes every event, as a script of the site's would hear them. */
const listen = () =>
	room.visitor.page.evaluate(() => {
		globalThis.siteNoted = [];
		const tag = document.querySelector("script");
		const names = [
			"sessionstart",
			"sessioncontinue",
			"sessionend",
			"connection",
			"agents",
			"documentrequested",
			"documentShared",
			"documentDownloaded",
			"enddocshare",
			"enddocsharepreview",
		] as const;
		for (const name of names) {
			window.Docside?.on(name, () => void globalThis.siteNoted.push(name));
			tag?.addEventListener(name, () => {
				globalThis.siteNoted.push(`${name} on the tag`);
			});
		}
	});

/** What was noted since the last time. */
const noted = () =>
	room.visitor.page.evaluate(() => globalThis.siteNoted.splice(0));

const offers = async (person: Person) =>
	(await sentBy(person)).filter(({ type }) => type === "offer").length;

const says = (sentence: string) =>
	room.visitor.frame().getByText(sentence).first().waitFor(patience);

const ownQuestion = () =>
	room.visitor
		.frame()
		.getByRole("alertdialog", { name: "Ana asks you to share a document" });

it("tells the site that a session has begun, and with whom", async () => {
	await expect
		.poll(
			() => room.visitor.page.evaluate(() => globalThis.siteNoted),
			patience,
		)
		.toEqual([
			"sessionstart on the tag",
			"sessionstart",
			"agents on the tag",
			"agents",
		]);
});

describe("a check before sharing", () => {
	/** The page's check from now on; without one, none. */
	const check = (source: DocsideCheck | undefined) =>
		room.visitor.page.evaluate((text) => {
			const answer: unknown = new Function(`return ${text}`)();
			Reflect.get(globalThis, "removeCheck")?.();
			if (typeof answer !== "function") return;
			const remove = window.Docside?.beforeShare((document) => {
				globalThis.siteNoted.push(document);
				return answer(document);
			});
			Reflect.set(globalThis, "removeCheck", remove);
		}, String(source));

	async function preview() {
		await askAndAccept(room);
		await choose(room.visitor, [PDF]);
		await isOpen(room.visitor);
	}

	it("hears what is about to be shared, and its reason is shown as text", async () => {
		await check(async () => ({
			deny: `<b>Not</b> from the ${"phone ".repeat(100)}`,
		}));
		await preview();
		await noted();
		const before = await offers(room.visitor);
		await share(room.visitor);
		await says(
			`The site does not allow ${PDF.name} to be shared: <b>Not</b> from the phone`,
		);
		expect(await noted()).toEqual([
			{
				name: PDF.name,
				kind: "pdf",
				size: PDF.bytes.length,
				sharedBy: "visitor",
			},
		]);
		expect(await offers(room.visitor)).toBe(before);
		const said = await room.visitor.frame().locator(".notice p").textContent();
		expect(said?.length).toBeLessThan(400);
	}, 60_000);

	it("that throws denies, and the page hears of its mistake", async () => {
		await check(() => {
			throw new Error("the site's mistake");
		});
		const before = await offers(room.visitor);
		await share(room.visitor);
		await room.visitor
			.frame()
			.getByText(`The site does not allow ${PDF.name} to be shared.`, {
				exact: true,
			})
			.waitFor(patience);
		expect(await offers(room.visitor)).toBe(before);
		expect(room.errors.splice(0)).toEqual(["visitor: the site's mistake"]);
	}, 60_000);

	it("that does not answer denies after ten seconds, and its late answer counts for nothing", async () => {
		await check(
			() =>
				new Promise((resolve) => {
					Reflect.set(globalThis, "answer", resolve);
				}),
		);
		const before = await offers(room.visitor);
		await share(room.visitor);
		await says("Asking the site whether this may be shared…");
		await press(room.visitor, "Share");
		await says(
			`The site did not say whether ${PDF.name} may be shared, so it was not.`,
		);
		await room.visitor.page.evaluate(() =>
			Reflect.get(globalThis, "answer")(true),
		);
		expect(await offers(room.visitor)).toBe(before);
	}, 60_000);

	it("that allows lets it go", async () => {
		await check(async ({ kind }) => kind === "pdf" || { deny: "No" });
		await share(room.visitor);
		await bothSee(room, PDF.name);
		await closeDocument(room, room.visitor, PDF.name);
	}, 60_000);

	it("that was removed is not asked", async () => {
		await check(undefined);
		await preview();
		await noted();
		await share(room.visitor);
		await bothSee(room, PDF.name);
		expect(await noted()).toEqual([
			"documentShared on the tag",
			"documentShared",
		]);
		await closeDocument(room, room.agent, PDF.name);
	}, 60_000);
});

describe("a request that the site asks about itself", () => {
	/** The page draws a dialog of its own, with two buttons. */
	const drawOwn = () =>
		room.visitor.page.evaluate(() => {
			window.Docside?.on("documentrequested", (request) => {
				const { agent, savable, termsUrl, signal } = request;
				const dialog = document.createElement("dialog");
				dialog.textContent = [agent, savable, termsUrl].join(" ");
				for (const [name, answer] of [
					["No, thanks", request.decline],
					["Choose one", request.accept],
				] as const) {
					const one = document.createElement("button");
					one.textContent = name;
					one.addEventListener("click", () =>
						globalThis.siteNoted.push(answer()),
					);
					dialog.append(one);
				}
				document.body.append(dialog);
				dialog.show();
				signal.addEventListener("abort", () => dialog.remove());
				Reflect.set(globalThis, "request", request);
				return true;
			});
		});
	const dialog = () => room.visitor.page.locator("dialog");

	it("is asked by Docside where nobody else does", async () => {
		await press(room.agent, "Send request");
		await ownQuestion().waitFor(patience);
		await press(room.visitor, "Decline");
		expect(await noted()).toEqual(
			expect.arrayContaining([
				"documentrequested",
				"documentrequested on the tag",
			]),
		);
	}, 60_000);

	it("is the site's to ask as well when it prevents the event's default", async () => {
		await room.visitor.page.evaluate(() => {
			document.querySelector("script")?.addEventListener(
				"documentrequested",
				(event) => {
					event.preventDefault();
					Reflect.set(globalThis, "request", event.detail);
				},
				{ once: true },
			);
		});
		await press(room.agent, "Send request");
		const decline = () =>
			room.visitor.page.evaluate(
				() => Reflect.get(globalThis, "request")?.decline() ?? false,
			);
		await expect.poll(decline, patience).toBe(true);
		await room.agent
			.frame()
			.getByText("The visitor declined to share a document.")
			.waitFor(patience);
		expect(await ownQuestion().count()).toBe(0);
	}, 60_000);

	it("shows no question of Docside's, with the facts that one would give", async () => {
		await drawOwn();
		await press(room.agent, "Send request");
		await dialog().waitFor(patience);
		expect(await dialog().textContent()).toContain(
			"Ana true https://example.com/document-sharing-terms",
		);
		expect(await ownQuestion().count()).toBe(0);
	}, 60_000);

	it("cannot be accepted by a script alone", async () => {
		// A click, here or in Docside's frame, counts for the page for some seconds; so does each look of this test into it.
		const { page } = room.visitor;
		const said = page.waitForEvent("console", patience);
		await page.evaluate(() => {
			const trying = setInterval(() => {
				if (navigator.userActivation.isActive) return;
				clearInterval(trying);
				console.info(`${Reflect.get(globalThis, "request").accept()}`);
			}, 100);
		});
		expect((await said).text()).toBe("false");
		expect(await dialog().isVisible()).toBe(true);
	}, 60_000);

	it("is declined from the site's dialog, once", async () => {
		await noted();
		await dialog().getByRole("button", { name: "No, thanks" }).click();
		await room.agent
			.frame()
			.getByText("The visitor declined to share a document.")
			.waitFor(patience);
		expect(await noted()).toEqual([true]);
		expect(await dialog().count()).toBe(0);
		expect(
			await room.visitor.page.evaluate(() =>
				Reflect.get(globalThis, "request").decline(),
			),
		).toBe(false);
	}, 60_000);

	it("goes when the agent takes it back", async () => {
		await press(room.agent, "Send request");
		await dialog().waitFor(patience);
		await press(room.agent, "Cancel request");
		await dialog().waitFor({ state: "detached", ...patience });
	}, 60_000);

	it("is accepted from the site's dialog, and sends nothing yet", async () => {
		await press(room.visitor, "Minimise");
		await press(room.agent, "Send request");
		await dialog().waitFor(patience);
		await button(room.visitor.frame(), "Show Docside").waitFor(patience);
		const before = await offers(room.visitor);
		await dialog().getByRole("button", { name: "Choose one" }).click();
		await button(room.visitor.frame(), "Choose a file").waitFor(patience);
		await expect
			.poll(async () => (await focusOf(room.visitor)).name, patience)
			.toBe("Choose a document for Ana");
		await choose(room.visitor, [PDF]);
		await isOpen(room.visitor);
		expect(await offers(room.visitor)).toBe(before);
		await share(room.visitor);
		await bothSee(room, PDF.name);
		await closeDocument(room, room.visitor, PDF.name);
	}, 60_000);
});

describe("the visitor's events", () => {
	it("say that the connection is lost when the agent's page goes away", async () => {
		await noted();
		await room.visitor.page.evaluate(() => {
			window.Docside?.on("connection", ({ state }) =>
				globalThis.siteNoted.push(state),
			);
		});
		await room.agent.page.goto("about:blank");
		await expect
			.poll(
				() => room.visitor.page.evaluate(() => globalThis.siteNoted),
				patience,
			)
			.toEqual(["connection on the tag", "connection", "reconnecting"]);
		await noted();
	}, 60_000);

	it("come once each, on the tag and to listeners, and the end is one of them", async () => {
		await room.visitor.page.evaluate(() => window.Docside?.end());
		await room.visitor
			.frame()
			.getByRole("heading", { name: "Session ended" })
			.waitFor(patience);
		expect(await noted()).toEqual([
			"agents on the tag",
			"agents",
			"sessionend on the tag",
			"sessionend",
		]);
	}, 60_000);
});

it("has put no error on any console", () => {
	expect(room.errors).toEqual([]);
});

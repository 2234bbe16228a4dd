import { isDeepStrictEqual } from "node:util";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contrast } from "../../policy/contrast.ts";
import { axeFindings } from "./axe.ts";
import { changeSettings, demoSettings } from "./demo-settings.ts";
import { STORY_DOCUMENTS } from "./documents.ts";
import { type LogoHost, openIsolatedSite, openLogoHost } from "./logo-host.ts";
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
	share,
	startVisitor,
} from "./steps.ts";

let room: Room;
let host: LogoHost;
const [pdf] = STORY_DOCUMENTS;
const COMPANY = "Alder & Finch";

beforeAll(async () => {
	host = await openLogoHost();
	room = await openRoom();
});
afterAll(async () => {
	await room?.close();
	await host?.close();
});

/** A fresh page under this branding. */
async function brand(accent: string | null, logo?: string) {
	const logoUrl = logo === undefined ? null : `${host.url}/${logo}`;
	await changeSettings(room.demo, { branding: { accent, logoUrl } });
	await room.renew();
	host.asked.length = 0;
}

const logoOf = (frame: Frame) => frame.getByRole("img", { name: COMPANY });

/** `#rrggbb` of what an element really has. */
async function colours(frame: Frame, name: string) {
	return button(frame, name).evaluate((element) => {
		const hex = (colour: string) =>
			`#${(colour.match(/\d+/g) ?? [])
				.slice(0, 3)
				.map((part) => Number(part).toString(16).padStart(2, "0"))
				.join("")}`;
		const { color, backgroundColor, borderColor, fontWeight } =
			getComputedStyle(element);
		return {
			words: hex(color),
			ground: hex(backgroundColor),
			line: hex(borderColor),
			fontWeight,
		};
	});
}

const ACCENTS = [
	{ what: "a light accent", accent: "#ffe600" },
	{ what: "a dark accent", accent: "#1b1464" },
];

describe.each(ACCENTS)("the visitor's frame with $what", ({ accent }) => {
	const findings: string[] = [];

	async function look(name: string) {
		const { page } = room.visitor;
		await page.bringToFront();
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			for (const finding of await axeFindings(page))
				findings.push(`${name}, ${colorScheme}: ${finding}`);
		}
		await page.emulateMedia({ colorScheme: "light" });
	}

	beforeAll(async () => {
		if (!pdf) throw new Error("a document is needed");
		await brand(accent, "silent.svg");
		await startVisitor(room);
		await logoOf(room.visitor.frame()).waitFor(patience);
		await look("the key");
		await press(room.visitor, "Cancel");
		await room.renew();
		await openSession(room);
	}, 120_000);

	it("weighs Accept and Decline alike", async () => {
		await press(room.agent, "Send request");
		const frame = room.visitor.frame();
		await frame.getByRole("alertdialog").waitFor(patience);
		await look("the request");
		// A button that moves past the pointer has the colours of one that is pointed at.
		const unlike = async () => {
			const [accept, decline] = await Promise.all([
				colours(frame, "Accept"),
				colours(frame, "Decline"),
			]);
			return isDeepStrictEqual(accept, decline) ? [] : [accept, decline];
		};
		await expect.poll(unlike, patience).toEqual([]);
		await press(room.visitor, "Accept");
	}, 60_000);

	it("fills its main button with the colour, and the words on it can be read", async () => {
		const frame = room.visitor.frame();
		await button(frame, "Choose a file").waitFor(patience);
		await look("the place to choose a file");
		for (const colorScheme of ["light", "dark"] as const) {
			await room.visitor.page.emulateMedia({ colorScheme });
			const seen = () => colours(frame, "Choose a file");
			const ground = async () => (await seen()).ground;
			if (colorScheme === "light")
				await expect.poll(ground, patience).toBe(accent);
			const legible = async () =>
				contrast((await seen()).words, await ground());
			await expect.poll(legible, patience).toBeGreaterThanOrEqual(4.5);
		}
	}, 60_000);

	it("shows a document without a finding of axe-core on any of its screens", async () => {
		if (!pdf) throw new Error("a document is needed");
		await choose(room.visitor, [pdf]);
		await isOpen(room.visitor);
		await look("the preview");
		await share(room.visitor);
		await bothSee(room, pdf.name);
		await look("the document");
		await closeDocument(room, room.visitor, pdf.name);
		expect(findings).toEqual([]);
	}, 120_000);
});

it("takes the page's own colour before the one of the settings, and says when words on it are dark", async () => {
	await brand("#1b1464");
	const { page } = room.visitor;
	const said: string[] = [];
	page.on("console", (message) => said.push(message.text()));
	await page.evaluate(() =>
		document.documentElement.style.setProperty("--docside-accent", "#ffe600"),
	);
	await openSession(room);
	await askAndAccept(room);
	const seen = await colours(room.visitor.frame(), "Choose a file");
	expect(seen).toMatchObject({ ground: "#ffe600", words: "#14202c" });
	expect(said.join()).toMatch(
		/--docside-accent #ffe600 has a contrast of 1\.\d/,
	);
}, 60_000);

describe("the logo", () => {
	it.each(["silent.svg", "cors.svg", "corp.svg"])(
		"is shown whatever its host says about who may: %s",
		async (name) => {
			await brand(null, name);
			await startVisitor(room);
			const logo = logoOf(room.visitor.frame());
			await logo.waitFor(patience);
			const box = await logo.boundingBox();
			expect(box?.width).toBeGreaterThan(20);
			expect(box?.width).toBeLessThanOrEqual(120);
			expect(box?.height).toBeLessThanOrEqual(32);
		},
		60_000,
	);

	it("tells its host neither the page nor anything kept from before", async () => {
		await brand(null, "silent.svg");
		await startVisitor(room);
		await logoOf(room.visitor.frame()).waitFor(patience);
		await press(room.visitor, "Cancel");
		await startVisitor(room);
		await logoOf(room.visitor.frame()).waitFor(patience);
		expect(host.asked.length).toBeGreaterThanOrEqual(2);
		for (const { headers } of host.asked) {
			expect(headers.referer).toBeUndefined();
			expect(headers.cookie).toBeUndefined();
		}
	}, 60_000);

	it("leaves no hole and no sentence when it cannot be had", async () => {
		await brand(null, "missing.svg");
		await startVisitor(room);
		await expect.poll(() => host.asked.length, patience).toBe(1);
		const frame = room.visitor.frame();
		const heading = frame.getByRole("heading", { name: "Document sharing" });
		const place = await heading.boundingBox();
		expect(await frame.locator("img.logo").isVisible()).toBe(false);
		await brand(null);
		await startVisitor(room);
		expect(
			await room.visitor
				.frame()
				.getByRole("heading", { name: "Document sharing" })
				.boundingBox(),
		).toEqual(place);
	}, 60_000);

	it("comes from the host in the settings and from no other", async () => {
		await brand(null, "silent.svg");
		await startVisitor(room);
		const frame = room.visitor.frame();
		await logoOf(frame).waitFor(patience);
		const blocked = await frame.evaluate(
			(url) =>
				new Promise<string>((resolve) => {
					document.addEventListener(
						"securitypolicyviolation",
						({ effectiveDirective }) => resolve(effectiveDirective),
					);
					const image = new Image();
					image.onload = () => resolve("loaded");
					image.src = url;
				}),
			`${room.demo.site}/mark.svg`,
		);
		expect(blocked).toBe("img-src");
	}, 60_000);

	it("is also shown in a page that isolates itself, where its host allows that", async () => {
		const site = await openIsolatedSite(room.demo.server);
		const before = await demoSettings(room.demo);
		await changeSettings(room.demo, {
			sites: [...before.sites, site.url],
			branding: { accent: null, logoUrl: `${host.url}/corp.svg` },
		});
		const { page } = room.visitor;
		await page.goto(site.url);
		expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
		await startVisitor(room);
		await logoOf(room.visitor.frame()).waitFor(patience);
		await site.close();
	}, 60_000);
});

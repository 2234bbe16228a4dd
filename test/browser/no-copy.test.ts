import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csv } from "../fixtures/make-csv.ts";
import { makePdf } from "../fixtures/make-pdf.ts";
import { demoSettings } from "./demo-settings.ts";
import { openRoom, PATIENCE, type Person, type Room } from "./room.ts";
import {
	askAndAccept,
	chooseAndShare,
	closeDocument,
	openSession,
	press,
} from "./steps.ts";

let room: Room;
/** Uncompressed in both documents, so that a copy could be found by it. */
const CANARY =
	"canary-7f3a9c51d2e84b06-9d1c5e7a3b2f4086-never-on-a-disk-but-mine";
const CONTROL = "control-4be0f6a1c7d24958-a3e5d9b7c1f20864-left-on-the-disk";
const DOCUMENTS = [
	{ name: "canary.pdf", bytes: makePdf([{ lines: [CANARY, "and more"] }]) },
	{ name: "canary.csv", bytes: csv(`name,value\n${CANARY},1\n`) },
];

beforeAll(async () => {
	room = await openRoom();
	await openSession(room);
});
afterAll(() => room?.close());

describe("after documents have been shared and closed, and the session is over", () => {
	beforeAll(async () => {
		for (const document of DOCUMENTS) {
			await chooseAndShare(room, room.agent, document);
			await closeDocument(room, room.agent, document.name);
			await askAndAccept(room);
			await chooseAndShare(room, room.visitor, document);
			await closeDocument(room, room.visitor, document.name);
		}
		await press(room.visitor, "End session");
		await room.agent
			.frame()
			.getByText("The visitor ended the session.")
			.waitFor({ timeout: PATIENCE });
	}, 120_000);

	it.each(["agent", "visitor"] as const)(
		"keeps nothing in the storage of the %s's pages",
		async (who) => {
			for (const frame of pagesOf(room[who]))
				expect({ at: frame.url(), ...(await storageOf(frame)) }).toEqual({
					at: frame.url(),
					databases: [],
					caches: [],
					local: [],
					session: [],
					workers: 0,
				});
		},
	);

	it("keeps no document frame and no object URL that can be read", async () => {
		for (const person of [room.agent, room.visitor])
			expect(await person.frame().locator("iframe").count()).toBe(0);
	});

	it("leaves no byte of a document in the server's database, where the company's name is found", async () => {
		const { company } = await demoSettings(room.demo);
		const folder = dirname(room.demo.extension);
		const found = await searchFolder(folder, [CANARY, company]);
		expect(found.get(CANARY)).toEqual([]);
		expect(found.get(company)).toContainEqual(
			expect.stringMatching(/account\.db/),
		);
	});

	it("leaves no byte of a document in the profile, where a page's own note is found", async () => {
		await room.agent.page.evaluate(
			(text) => localStorage.setItem("note", text),
			CONTROL,
		);
		const profile = room.agentProfile;
		await room.context.close();
		const found = await searchFolder(profile, [CANARY, CONTROL]);
		expect(found.get(CANARY)).toEqual([]);
		expect(found.get(CONTROL)).not.toEqual([]);
	}, 60_000);
});

/** The page and the panel in it. */
function pagesOf(person: Person): Frame[] {
	return [person.page.mainFrame(), person.frame()];
}

/** What a page keeps; a sandboxed frame has no storage at all, which counts as nothing kept. */
function storageOf(frame: Frame) {
	return frame.evaluate(async () => {
		const orNothing = async <T>(read: () => T | Promise<T>, nothing: T) => {
			try {
				return await read();
			} catch {
				return nothing;
			}
		};
		return {
			databases: await orNothing(async () => {
				const found = await indexedDB.databases();
				return found.map(({ name }) => name ?? "");
			}, []),
			caches: await orNothing(() => caches.keys(), []),
			local: await orNothing(() => Object.keys(localStorage), []),
			session: await orNothing(() => Object.keys(sessionStorage), []),
			workers: await orNothing(
				async () =>
					(await navigator.serviceWorker.getRegistrations()).filter(
						({ active }) => !active?.scriptURL.startsWith("chrome-extension:"),
					).length,
				0,
			),
		};
	});
}

/** The files below a folder that hold each of these texts, in one or two bytes a character. */
async function searchFolder(
	folder: string,
	texts: string[],
): Promise<Map<string, string[]>> {
	const found = new Map(texts.map((text) => [text, [] as string[]]));
	const entries = await readdir(folder, {
		recursive: true,
		withFileTypes: true,
	});
	for (const entry of entries) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		const bytes = await readFile(path);
		for (const text of texts)
			if (
				bytes.includes(text, 0, "latin1") ||
				bytes.includes(text, 0, "utf16le")
			)
				found.get(text)?.push(path);
	}
	return found;
}

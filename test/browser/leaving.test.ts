/** The screen stays on while a document is shared, and leaving asks where something would be lost. */
import type { Dialog } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeTextPdf } from "../fixtures/make-pdf.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	bothSee,
	chooseAndShare,
	closeDocument,
	openSession,
} from "./steps.ts";

declare global {
	/** How many locks a frame holds. */
	var docsideLocks: (() => number) | undefined;
}

const pdf = { name: "letter.pdf", bytes: makeTextPdf(3) };

let room: Room;

beforeAll(async () => {
	room = await openRoom({
		equip: (context) => context.addInitScript(countLocks),
	});
});
afterAll(() => room?.close());
beforeEach(() => room.renew());

function countLocks() {
	if (typeof WakeLock === "undefined") return;
	const locks: WakeLockSentinel[] = [];
	globalThis.docsideLocks = () =>
		locks.filter(({ released }) => !released).length;
	const { request } = WakeLock.prototype;
	WakeLock.prototype.request = async function (this: WakeLock, type) {
		const lock: WakeLockSentinel = await Reflect.apply(request, this, [type]);
		locks.push(lock);
		return lock;
	};
}

const locksOf = (person: Person) =>
	person.frame().evaluate(() => globalThis.docsideLocks?.());

async function agentShares() {
	await openSession(room);
	await chooseAndShare(room, room.agent, pdf);
}

async function visitorShares() {
	await openSession(room);
	await askAndAccept(room);
	await chooseAndShare(room, room.visitor, pdf);
}

/** The page is left; what the browser asks before is answered by staying. Resolves with how often it has asked. */
async function tryToLeave({ page }: Person): Promise<number> {
	let asked = 0;
	const stay = (dialog: Dialog) => {
		if (dialog.type() === "beforeunload") asked += 1;
		// A page that is closed meanwhile takes its question along.
		dialog.dismiss().catch(() => {});
	};
	page.on("dialog", stay);
	await page.reload({ timeout: 5_000 }).catch(() => {});
	page.off("dialog", stay);
	return asked;
}

describe("the screen", () => {
	it("stays on at both ends for as long as a document is shared", async () => {
		await agentShares();
		const both = [room.agent, room.visitor];
		for (const person of both) {
			await person.page.bringToFront();
			await expect.poll(() => locksOf(person)).toBe(1);
		}
		await closeDocument(room, room.agent, pdf.name);
		for (const person of both) await expect.poll(() => locksOf(person)).toBe(0);
	}, 60_000);
});

describe("leaving the page", () => {
	it("asks the visitor once while a document of their own is shared, and nothing is lost by staying", async () => {
		await visitorShares();
		expect(await tryToLeave(room.visitor)).toBe(1);
		await bothSee(room, pdf.name);
		await closeDocument(room, room.agent, pdf.name);
		// The page around the frame hears of it a moment later than the screen shows it.
		await expect.poll(() => tryToLeave(room.visitor), patience).toBe(0);
	}, 60_000);

	it("asks the agent once while a file of their own is shared, and nobody who only watches", async () => {
		await agentShares();
		expect(await tryToLeave(room.agent)).toBe(1);
		await bothSee(room, pdf.name);
		expect(await tryToLeave(room.visitor)).toBe(0);
		await bothSee(room, pdf.name);
	}, 60_000);
});

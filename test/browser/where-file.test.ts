import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noisyPdf } from "../fixtures/make-sized.ts";
import { axeFindings } from "./axe.ts";
import { focusOf, press as pressKey, tabTo } from "./focus.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	chooseAndShare,
	closeDocument,
	openSession,
	save,
} from "./steps.ts";
import { readWhere, shownPart, WHERE, whereDialog } from "./where.ts";

const PDF = { name: "statement.pdf", bytes: noisyPdf(600_000) };

let room: Room;
beforeAll(async () => {
	room = await openRoom();
	await openSession(room);
});
afterAll(() => room?.close());

describe("Where did my file go?", () => {
	it("says of no document before one is shared", async () => {
		const { figures } = await readWhere(room.agent, "Visitor");
		expect(figures.Documents).toEqual([0, 0]);
	}, 60_000);

	it("shows both people that it went straight, all of it, and none of it to the server", async () => {
		await askAndAccept(room);
		await chooseAndShare(room, room.visitor, PDF);
		await save(room.agent);
		const size = PDF.bytes.length;
		const near = (bytes: number | undefined) =>
			expect(Math.abs((bytes ?? 0) - size) / size).toBeLessThan(0.05);

		const visitor = await readWhere(room.visitor, "Ana");
		expect(visitor.route).toContain("Straight from browser to browser");
		near(visitor.figures.Documents?.[0]);
		expect(visitor.figures.Documents?.[1]).toBe(0);
		// The browser's own count has all that was sent, and the encryption around it.
		expect(visitor.figures["In all, encrypted"]?.[0]).toBeGreaterThan(size);

		const agent = await readWhere(room.agent, "Visitor");
		expect(agent.route).toContain("Straight from browser to browser");
		near(agent.figures.Documents?.[1]);

		for (const person of [room.visitor, room.agent]) {
			const { figures } = await readWhere(person, "Docside server");
			expect(figures["Documents sent"]).toEqual([0]);
			const [introductions = 0] =
				figures["Sent to set up the connection"] ?? [];
			expect(introductions).toBeGreaterThan(200);
			expect(introductions).toBeLessThan(20_000);
		}
	}, 120_000);

	it("stays open for the agent when the document goes", async () => {
		const { agent, visitor } = room;
		await tabTo(agent, WHERE);
		await pressKey(agent, "Enter");
		await whereDialog(agent).waitFor(patience);
		await closeDocument(room, visitor, PDF.name);
		expect(await whereDialog(agent).isVisible()).toBe(true);
		expect((await focusOf(agent)).name).toBe(WHERE);
		await pressKey(agent, "Escape");
		expect(await focusOf(agent)).toMatchObject({ name: WHERE, role: "button" });
	}, 60_000);

	it("opens and closes by the keyboard, and the focus comes back", async () => {
		const { visitor } = room;
		await tabTo(visitor, WHERE);
		await pressKey(visitor, "Enter");
		await whereDialog(visitor).waitFor(patience);
		expect((await focusOf(visitor)).name).toBe(WHERE);
		expect((await focusOf(visitor)).role).not.toBe("button");
		await shownPart(visitor, "Ana");
		expect(await axeFindings(visitor.page)).toEqual([]);
		await pressKey(visitor, "Escape");
		await whereDialog(visitor).waitFor({ state: "detached", ...patience });
		expect(await focusOf(visitor)).toMatchObject({
			name: WHERE,
			role: "button",
		});
	}, 60_000);
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTextPdf } from "../fixtures/make-pdf.ts";
import { beginningOf, placeOf, scroll } from "./looking.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import {
	approvedHeading,
	bothSee,
	button,
	choose,
	isOpen,
	openSession,
	press,
	share,
	sharedDocument,
	shownKey,
	typeKey,
} from "./steps.ts";
import { readWhere } from "./where.ts";

const X = { name: "statement.pdf", bytes: makeTextPdf(12) };
const Y = { name: "contract.pdf", bytes: makeTextPdf(3) };

let room: Room;
let ben: Person;
/** The same room, as the second agent's steps need it. */
let bens: Room;

beforeAll(async () => {
	room = await openRoom();
	await room.visitor.page.evaluate(() => {
		const heard: unknown[] = [];
		Reflect.set(window, "agentsHeard", heard);
		window.Docside?.on("agents", ({ agents }) => heard.push(agents));
	});
	await openSession(room);
	ben = await room.addAgent("Ben");
	bens = { ...room, agent: ben };
});
afterAll(() => room?.close());

const says = (person: Person, text: string) =>
	person.frame().getByText(text).first().waitFor(patience);

describe("a key for one more agent", () => {
	it("is shown by the site's own button too, and taken back by Back and Escape", async () => {
		const { visitor } = room;
		const dialog = visitor
			.frame()
			.getByRole("dialog", { name: "A key for another agent" });
		const site = visitor.page.getByRole("button", {
			name: "Share documents with an agent",
		});
		await site.click();
		await dialog.waitFor(patience);
		const first = await shownKey(visitor);
		// Nobody gets two keys by pressing twice.
		await site.click();
		expect(await shownKey(visitor)).toBe(first);
		await press(visitor, "Back");
		await dialog.waitFor({ state: "detached", ...patience });
		await site.click();
		await dialog.waitFor(patience);
		expect(await shownKey(visitor)).not.toBe(first);
		await dialog.getByRole("heading").press("Escape");
		await dialog.waitFor({ state: "detached", ...patience });
		await says(visitor, "In session with Ana");
	});
});

describe("two agents and a visitor", () => {
	it("come together by a key each, which the visitor asks for in the session", async () => {
		const { visitor, agent } = room;
		await press(visitor, "Add an agent");
		const dialog = visitor
			.frame()
			.getByRole("dialog", { name: "A key for another agent" });
		await dialog.waitFor(patience);
		await typeKey(bens, await shownKey(visitor));
		const question = visitor
			.frame()
			.getByRole("alertdialog", { name: "Ben wants to join" });
		await question.waitFor(patience);
		expect(await dialog.count()).toBe(0);
		await press(visitor, "Allow");
		await approvedHeading(bens).waitFor(patience);
		await says(visitor, "In session with Ana and Ben");
		await says(agent, "In session with the visitor, and Ben");
		await says(ben, "In session with the visitor, and Ana");
	});

	it("see what one of the agents shares, at the same place", async () => {
		const { agent, visitor } = room;
		await choose(agent, [X]);
		await isOpen(agent);
		await share(agent);
		await bothSee(room, X.name);
		await bothSee(bens, X.name);
		await says(ben, "Shared by Ana");
		expect(await beginningOf(ben)).toBe("Page 1 of 12");
		expect(await button(ben.frame(), "Save").count()).toBe(0);
		expect(await button(visitor.frame(), "Save").count()).toBe(1);
		await scroll(ben, 6);
		const there = await placeOf(ben);
		for (const person of [agent, visitor])
			await expect.poll(() => placeOf(person), patience).toBeCloseTo(there, 1);
	});

	it("are asked before one document takes the place of another's, and told", async () => {
		const { agent, visitor } = room;
		await press(ben, "Share another document");
		await choose(ben, [Y]);
		await isOpen(ben);
		await share(ben);
		const question = ben
			.frame()
			.getByRole("alertdialog", { name: "Ana is sharing statement.pdf" });
		await question.waitFor(patience);
		expect(await sharedDocument(visitor, X.name).count()).toBe(1);
		await press(ben, "Replace");
		await bothSee(bens, Y.name);
		await says(
			agent,
			"Ben is sharing contract.pdf instead of your statement.pdf.",
		);
		await sharedDocument(agent, Y.name).waitFor(patience);
		await says(visitor, "Shared by Ben");
		await says(
			visitor,
			"Ben is sharing another document instead of statement.pdf.",
		);
		expect(await beginningOf(visitor)).toBe("Page 1 of 3");
	});

	it("have a part each where the visitor asks where the file went", async () => {
		for (const name of ["Ana", "Ben"]) {
			const { route, figures } = await readWhere(room.visitor, name);
			expect(route).toContain("Straight from browser to browser");
			expect(figures.Documents?.[0]).toBeGreaterThan(0);
			expect(figures.Documents?.[1]).toBeGreaterThan(0);
		}
	}, 60_000);

	it("go on when one of them leaves", async () => {
		const { agent, visitor } = room;
		await press(ben, "End session");
		for (const person of [agent, visitor])
			await says(person, "Ben has left, so contract.pdf was closed.");
		await approvedHeading(room).waitFor(patience);
		await says(visitor, "In session with Ana");
		await choose(agent, [X]);
		await isOpen(agent);
		await share(agent);
		await bothSee(room, X.name);
		expect(room.errors).toEqual([]);
		const heard = await visitor.page.evaluate(() =>
			Reflect.get(window, "agentsHeard"),
		);
		expect(heard).toEqual([["Ana"], ["Ana", "Ben"], ["Ana"]]);
	});
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRoom, patience, type Room } from "./room.ts";
import {
	approvedHeading,
	button,
	openPanel,
	press,
	shownKey,
	startVisitor,
	typeKey,
} from "./steps.ts";

let room: Room;
const NO_KEY =
	"That key does not work. Check the digits with the visitor, or ask for a new key.";

beforeAll(async () => {
	room = await openRoom();
	await openPanel(room);
});
afterAll(() => room?.close());

/** The key with other digits: of the route, or of the secret. */
function altered(key: string, part: "route" | "secret"): string {
	const at = part === "route" ? 0 : key.length - 1;
	const digit = (Number(key[at]) + 1) % 10;
	return key.slice(0, at) + digit + key.slice(at + 1);
}

/** Tries a key that does not work. Resolves with how long the answer took, in milliseconds. */
async function refusedAfter(key: string): Promise<number> {
	const frame = room.agent.frame();
	await typeKey(room, key);
	const started = performance.now();
	// The sentence of the try before is gone while this one is on its way.
	await button(frame, "Joining…").waitFor(patience);
	await frame.getByRole("alert").filter({ hasText: NO_KEY }).waitFor(patience);
	await button(frame, "Join").waitFor(patience);
	return performance.now() - started;
}

describe("a session key", () => {
	let first = "";
	let second = "";

	it("that is wrong, unknown or lapsed gets the same words in the same time, and three wrong tries burn it", async () => {
		first = await startVisitor(room);
		const times = [
			await refusedAfter(altered(first, "route")),
			await refusedAfter(altered(first, "secret")),
			await refusedAfter(altered(first, "secret")),
		];
		expect(await shownKey(room.visitor)).toBe(first);
		times.push(await refusedAfter(altered(first, "secret")));

		await room.visitor
			.frame()
			.getByText("That key was tried with wrong digits, so here is a new one.")
			.waitFor(patience);
		second = await shownKey(room.visitor);
		expect(second).not.toBe(first);
		times.push(await refusedAfter(first));
		expect(Math.max(...times) - Math.min(...times)).toBeLessThan(1_500);
	}, 120_000);

	it("that was burnt is followed by one that works", async () => {
		await typeKey(room, second);
		const ask = room.visitor
			.frame()
			.getByRole("alertdialog", { name: "Ana wants to join" });
		await ask.waitFor(patience);
		await press(room.visitor, "Allow");
		await approvedHeading(room).waitFor(patience);
	}, 60_000);

	it("that was used does not work again", async () => {
		await press(room.agent, "End session");
		await press(room.agent, "Join another session");
		await refusedAfter(second);
		expect(await room.visitor.frame().getByRole("alertdialog").count()).toBe(0);
	}, 60_000);

	it("of too few digits is told so at once", async () => {
		await typeKey(room, "1234 5678");
		await room.agent
			.frame()
			.getByText("A session key has at least 12 digits.")
			.waitFor(patience);
	}, 60_000);

	it("that the viewer's page shows is typed by nobody", async () => {
		await room.renew();
		const key = await startVisitor(room);
		await room.agent.page
			.locator("[data-docside-toolbar]")
			.evaluate(
				(marked, key) => marked.setAttribute("data-docside-key", key),
				key,
			);
		await openPanel(room);
		await room.visitor
			.frame()
			.getByRole("alertdialog", { name: "Ana wants to join" })
			.waitFor(patience);
		await press(room.visitor, "Allow");
		await approvedHeading(room).waitFor(patience);
	}, 60_000);
});

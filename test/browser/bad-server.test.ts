import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ManInTheMiddle, sitInTheMiddle } from "./man-in-the-middle.ts";
import { openRoom, patience, type Room } from "./room.ts";
import { openPanel, startVisitor, typeKey } from "./steps.ts";

let room: Room;
let middle: ManInTheMiddle;

beforeAll(async () => {
	room = await openRoom({
		// No name service here answers for the names that hide local addresses.
		args: ["--disable-features=WebRtcHideLocalIpsWithMdns"],
	});
	middle = await sitInTheMiddle(room);
	await openPanel(room);
});
afterAll(() => room?.close());

describe("a server that connects both sides to itself, each by its own fingerprint", () => {
	it("is refused, though it hands on every message and the digits are right", async () => {
		await typeKey(room, await startVisitor(room));
		await room.agent
			.frame()
			.getByRole("alert")
			.filter({ hasText: "That key does not work." })
			.waitFor(patience);
		// Both sides got as far as proving it to each other, and there it ended.
		const relayed = await middle.relayed();
		for (const side of ["agent", "visitor"])
			for (const type of ["hello", "pair", "confirm"])
				expect(relayed).toContain(`${side}: ${type}`);
		expect(relayed).not.toContain("agent: who");
		expect(await room.visitor.frame().getByRole("alertdialog").count()).toBe(0);
	}, 60_000);
});

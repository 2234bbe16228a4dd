import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { STORY_DOCUMENTS } from "./documents.ts";
import { openRoom, patience, type Room } from "./room.ts";
import { bothSee, choose, isOpen, openSession, press, share } from "./steps.ts";

const LINK = "Account terms";

let room: Room;
/** Lets the approved document arrive. Resolves when its host has answered, or nobody wants it any more. */
let arrive: () => Promise<void>;

beforeAll(async () => {
	room = await openRoom();
});
afterAll(() => room?.close());
beforeEach(async () => {
	await room.renew();
	await openSession(room);
	let release = () => {};
	const released = new Promise<void>((resolve) => {
		release = resolve;
	});
	await room.context.unrouteAll();
	const answered = new Promise<void>((resolve) => {
		void room.context.route("**/account-terms.pdf", async (route) => {
			await released;
			await route.continue().catch(() => {});
			resolve();
		});
	});
	arrive = () => {
		release();
		return answered;
	};
	await press(room.agent, LINK);
	await room.agent.frame().getByText(`Fetching ${LINK}`).waitFor(patience);
});

it("does not put an approved document in the place of a file that was chosen meanwhile", async () => {
	const [document] = STORY_DOCUMENTS;
	if (!document) throw new Error("a document is needed");
	await choose(room.agent, [document]);
	await isOpen(room.agent);
	await arrive();
	await share(room.agent);
	await bothSee(room, document.name);
}, 60_000);

it("shows no approved document that arrives when the session is over", async () => {
	await press(room.visitor, "End session");
	await press(room.visitor, "Close");
	await press(room.agent, "Join another session");
	await arrive();
	// Which takes longer than a document that is wanted.
	await openSession(room);
	expect(await room.agent.frame().locator("iframe").count()).toBe(0);
}, 60_000);

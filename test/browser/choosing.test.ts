import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { STORY_DOCUMENTS } from "./documents.ts";
import { heardOn, listenToEvents } from "./events.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import { says } from "./screens-of-documents.ts";
import {
	askAndAccept,
	bothSee,
	choose,
	chooseAndShare,
	type GivenFile,
	isOpen,
	openSession,
	press,
	share,
} from "./steps.ts";

const LINK = "Account terms";
const [PDF, , , CSV] = STORY_DOCUMENTS as [
	GivenFile,
	unknown,
	unknown,
	GivenFile,
];

let room: Room;

beforeAll(async () => {
	room = await openRoom();
});
afterAll(() => room?.close());
beforeEach(async () => {
	await room.renew();
	await openSession(room);
});

describe("an approved document that is still being fetched", () => {
	/** Lets it arrive. Resolves when its host has answered, or nobody wants it any more. */
	let arrive: () => Promise<void>;

	beforeEach(async () => {
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
	});

	async function fetchLink() {
		await press(room.agent, LINK);
		await room.agent.frame().getByText(`Fetching ${LINK}`).waitFor(patience);
	}

	it("does not take the place of a file that was chosen meanwhile", async () => {
		await fetchLink();
		await choose(room.agent, [PDF]);
		await isOpen(room.agent);
		await arrive();
		await share(room.agent);
		await bothSee(room, PDF.name);
	}, 60_000);

	it("is given up by Cancel, where another document is shared", async () => {
		await chooseAndShare(room, room.agent, PDF);
		await press(room.agent, "Share another document");
		await fetchLink();
		const givenUp = room.agent.page.waitForEvent("requestfailed", (request) =>
			request.url().endsWith("account-terms.pdf"),
		);
		await press(room.agent, "Cancel");
		await givenUp;
		await press(room.agent, "Share another document");
		await choose(room.agent, [CSV]);
		await share(room.agent);
		await press(room.agent, "Replace");
		await bothSee(room, CSV.name);
	}, 60_000);

	it("is not shown when the session is over", async () => {
		await fetchLink();
		await press(room.visitor, "End session");
		await press(room.visitor, "Close");
		await press(room.agent, "Join another session");
		await arrive();
		// Which takes longer than a document that is wanted.
		await openSession(room);
		expect(await documents(room.agent)).toBe(0);
	}, 60_000);
});

describe("a file that is chosen too late, in a system's dialog that stayed open", () => {
	it("comes to no preview of the agent's when the session is over", async () => {
		const chooseLate = await openDialog(room.agent);
		await press(room.visitor, "End session");
		await press(room.visitor, "Close");
		await says(room.agent, "The visitor ended the session");
		await chooseLate(CSV);
		await press(room.agent, "Join another session");
		await openSession(room);
		expect(await documents(room.agent)).toBe(0);
	}, 60_000);

	it("comes to no preview of the visitor's when the request was taken back", async () => {
		await listenToEvents(room);
		await askAndAccept(room);
		const chooseLate = await openDialog(room.visitor);
		await press(room.agent, "Cancel request");
		const picking = room.visitor.frame().getByText("Choose a document for");
		await picking.waitFor({ state: "detached", ...patience });
		await chooseLate(CSV);
		// What is asked for next is answered as ever.
		await askAndAccept(room);
		expect(await documents(room.visitor)).toBe(0);
		const heard = (await heardOn(room, "visitor")).map(({ event }) => event);
		expect(heard).not.toContain("enddocsharepreview");
	}, 60_000);
});

/** Keeps the way of a file from a dialog of the system's, which no page can close. */
async function openDialog(
	person: Person,
): Promise<(file: GivenFile) => Promise<void>> {
	const input = person.frame().locator("input[type=file]").first();
	const kept = await input.elementHandle();
	if (!kept) throw new Error("no place to choose a file");
	return async ({ name, bytes }) => {
		await kept.evaluate(
			(input, { name, bytes }) => {
				if (!(input instanceof HTMLInputElement)) return;
				const chosen = new DataTransfer();
				chosen.items.add(new File([Uint8Array.from(bytes)], name));
				input.files = chosen.files;
				input.dispatchEvent(new Event("change", { bubbles: true }));
			},
			{ name, bytes: [...bytes] },
		);
	};
}

const documents = (person: Person) => person.frame().locator("iframe").count();

/** An administrator takes an agent's sign-in back, whatever the agent is just doing. */
import { expect, it, onTestFinished } from "vitest";
import { revokeAgent } from "./demo-settings.ts";
import { STORY_DOCUMENTS } from "./documents.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	button,
	choose,
	chooseAndShare,
	openPanel,
	openSession,
	shareButton,
	sharedDocument,
	typeKey,
} from "./steps.ts";

/** From the administrator's press to the sentence in the agent's panel. Milliseconds. */
const WITHIN_MS = 5_000;
const AGENT = "Ana";
const TAKEN_BACK = "Your sign-in was taken back by your administrator.";
const NOT_SIGNED_IN = "You are not signed in, or your sign-in was taken back.";

async function openOwnRoom(): Promise<Room> {
	const room = await openRoom();
	onTestFinished(room.close);
	return room;
}

const icon = ({ agent }: Room) =>
	agent.page.getByRole("button", { name: "Share document" });

it("ends an open session within five seconds, in words on both sides, and nothing can be shared any more", async () => {
	const room = await openOwnRoom();
	const [first, second] = STORY_DOCUMENTS;
	if (!first || !second) throw new Error("no documents");
	await openSession(room);
	await chooseAndShare(room, room.agent, first);

	const pressed = performance.now();
	await revokeAgent(room.demo, AGENT);
	await room.agent.frame().getByText(TAKEN_BACK).waitFor(patience);
	const tookMs = performance.now() - pressed;
	expect(tookMs).toBeLessThan(WITHIN_MS);

	const { agent, visitor } = room;
	await visitor
		.frame()
		.getByText("The agent ended the session.")
		.waitFor(patience);
	for (const person of [agent, visitor])
		expect(await sharedDocument(person, first.name).count()).toBe(0);
	expect(await button(agent.frame(), "Choose a file").count()).toBe(0);
	expect(await shareButton(agent).count()).toBe(0);
	await expect
		.poll(() => icon(room).getAttribute("title"), patience)
		.toContain(NOT_SIGNED_IN);
}, 90_000);

it("ends the session also where the agent's end does not hear of it", async () => {
	const room = await openOwnRoom();
	const [first] = STORY_DOCUMENTS;
	if (!first) throw new Error("no documents");
	await openSession(room);
	await chooseAndShare(room, room.agent, first);
	// A changed extension would not ask; this one cannot.
	await room.context.route(`${room.demo.server}/**`, (route) => route.abort());

	const pressed = performance.now();
	await revokeAgent(room.demo, AGENT);
	await room.visitor
		.frame()
		.getByText("The agent ended the session.")
		.waitFor(patience);
	expect(performance.now() - pressed).toBeLessThan(WITHIN_MS);
	expect(await sharedDocument(room.visitor, first.name).count()).toBe(0);
}, 90_000);

it("takes a preview away that has not been shared yet", async () => {
	const room = await openOwnRoom();
	const [document] = STORY_DOCUMENTS;
	if (!document) throw new Error("no documents");
	await openSession(room);
	await choose(room.agent, [document]);
	await shareButton(room.agent).waitFor(patience);
	await revokeAgent(room.demo, AGENT);
	await room.agent.frame().getByText(TAKEN_BACK).waitFor(patience);
	expect(await shareButton(room.agent).count()).toBe(0);
}, 90_000);

it("tells an agent without a session when the panel is used next, and on the icon", async () => {
	const room = await openOwnRoom();
	await openPanel(room);
	const frame = room.agent.frame();
	await frame.getByRole("textbox", { name: "Session key" }).waitFor(patience);
	await revokeAgent(room.demo, AGENT);

	// The panel is open: joining is refused.
	await typeKey(room, "4821 5512 9034");
	await frame.getByText("You are not signed in").waitFor(patience);

	// The panel is opened again: there is no more to join with.
	await frame.getByRole("button", { name: "Minimise" }).click();
	await openPanel(room);
	await frame.getByText(NOT_SIGNED_IN).waitFor(patience);
	await expect
		.poll(() => icon(room).getAttribute("title"), patience)
		.toContain(NOT_SIGNED_IN);
	expect(
		await frame.getByRole("textbox", { name: "Session key" }).count(),
	).toBe(0);
}, 90_000);

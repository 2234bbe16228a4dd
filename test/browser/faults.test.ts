/** What networks, phones and people do in the middle of a session. */

import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultRounds } from "../counts.ts";
import { noisyPdf } from "../fixtures/make-sized.ts";
import { processesOf, stopFor } from "./processes.ts";
import { restartServer } from "./restart-server.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import { openSilentPath, type SilentPath } from "./silent-path.ts";
import {
	askAndAccept,
	bothSee,
	chooseAndShare,
	type GivenFile,
	openPanel,
	openSession,
	press,
	save,
	sha256,
	share,
	sharedDocument,
} from "./steps.ts";

/** Words come within this time. Seconds. */
const TOLD_WITHIN_S = 10;
/** Seconds that the path is silent for, two in each round. */
const SILENCES = [
	[3, 10],
	[25, 60],
	[10, 25],
	[3, 60],
	[10, 25],
] as const;
/** How much of the document has come when it happens. */
const PARTS = [0.5, 0.1, 0.9, 0.3, 0.7];

const large = { name: "scans.pdf", bytes: noisyPdf(8_000_000, 4) };
const small = { name: "letter.pdf", bytes: noisyPdf(4_000_000, 4) };

let path: SilentPath;
let room: Room;

describe.each(faultRounds())("round %i of faults", (round) => {
	const silences = SILENCES[round] ?? SILENCES[0];
	const part = PARTS[round] ?? 0.5;

	beforeAll(async () => {
		path = openSilentPath();
		room = await openRoom({ equip: path.lead });
	});
	afterAll(async () => {
		await room?.close();
		path?.close();
	});
	beforeEach(() => room.renew());

	/** The path falls silent when this much of the copy has come. */
	const silentMidway = ({ bytes }: GivenFile) =>
		path.silence(bytes.length * part);

	it.each(silences)(
		"a path that is silent for %i s only delays the copy",
		async (seconds) => {
			await agentShares(large);
			const silent = silentMidway(large);
			const saved = savedBy(room.visitor, seconds);
			await press(room.visitor, "Save");
			await silent;
			await missedFor(seconds);
			path.restore();
			expect(await saved).toBe(sha256(large.bytes));
			await bothHere();
		},
		240_000,
	);

	it("the agent's viewer, loaded anew at half way, has the visitor's document back", async () => {
		await visitorShares(small);
		const silent = silentMidway(small);
		await press(room.agent, "Save");
		await silent;
		await Promise.all([room.agent.page.reload(), path.restore()]);
		await openPanel(room);
		await bothSee(room, small.name);
		expect((await save(room.agent)).sha256).toBe(sha256(small.bytes));
		await bothHere();
	}, 120_000);

	it("a visitor who goes to another page at half way, and back, has the agent's document on each", async () => {
		await agentShares(large);
		const silent = silentMidway(large);
		await press(room.visitor, "Save");
		await silent;
		const next = `${room.demo.site}/accounts`;
		await Promise.all([room.visitor.page.goto(next), path.restore()]);
		await bothSee(room, large.name);
		await room.visitor.page.goBack();
		await bothSee(room, large.name);
		expect((await save(room.visitor)).sha256).toBe(sha256(large.bytes));
		await bothHere();
	}, 120_000);

	it("a copy of the visitor's tab does not take the session over", async () => {
		await agentShares(large);
		const [copy] = await Promise.all([
			room.visitor.page.context().waitForEvent("page"),
			// As `Duplicate` does: the new tab begins with what the storage of the old one holds.
			room.visitor.page.evaluate(() => void window.open(location.href)),
		]);
		await copy.waitForLoadState("load");
		expect(await copy.locator("iframe").count()).toBe(0);
		await room.visitor.page.bringToFront();
		expect((await save(room.visitor)).sha256).toBe(sha256(large.bytes));
		expect(await copy.locator("iframe").count()).toBe(0);
	}, 120_000);

	it("a page that stands still for 30 s while a file is chosen, as on phones, shares it without a second tap", async () => {
		await openSession(room);
		await askAndAccept(room);
		const [chooser] = await Promise.all([
			room.visitor.page.waitForEvent("filechooser", patience),
			press(room.visitor, "Choose a file"),
		]);
		await path.silence();
		await stopFor(30, await processesOf(room.browser, "renderers"));
		path.restore();
		await chooser.setFiles({
			name: small.name,
			mimeType: "application/pdf",
			buffer: Buffer.from(small.bytes),
		});
		await share(room.visitor);
		await bothSee(room, small.name);
		expect((await save(room.agent)).sha256).toBe(sha256(small.bytes));
		await bothHere();
	}, 120_000);

	it("a machine that sleeps for 20 s goes on with the copy", async () => {
		await agentShares(large);
		const processes = await processesOf(room.browser);
		const saved = savedBy(room.visitor);
		const silent = silentMidway(large);
		await press(room.visitor, "Save");
		await silent;
		await Promise.all([stopFor(20, processes), path.restore()]);
		expect(await saved).toBe(sha256(large.bytes));
		await bothHere();
	}, 120_000);

	it.each(["agent", "visitor"] as const)(
		"a tab that crashes is missed in words at the other end, where the session ends after two minutes: the %s's",
		async (who) => {
			await agentShares(large);
			const other = who === "agent" ? room.visitor : room.agent;
			const browser = who === "agent" ? room.context.browser() : room.browser;
			if (!browser) throw new Error("the agent has no browser");
			for (const id of await processesOf(browser, "renderers"))
				process.kill(id, "SIGKILL");
			await isMissed(other);
			await other.frame().evaluate(() => {
				const { now } = Date;
				Date.now = () => now() + 120_000;
			});
			await says(other, "was away for two minutes");
			expect(await sharedDocument(other, large.name).count()).toBe(0);
		},
		120_000,
	);

	// The last one: the demo ends with its server.
	it("a link does not miss the server, which starts anew; a later page load says that the session could not go on", async () => {
		await agentShares(large);
		const silent = silentMidway(large);
		const saved = savedBy(room.visitor);
		await press(room.visitor, "Save");
		await silent;
		await restartServer(room.demo);
		path.restore();
		expect(await saved).toBe(sha256(large.bytes));
		await press(room.visitor, "Add an agent");
		await says(room.visitor, "no agent can be added");
		await room.visitor.page.reload();
		await says(room.visitor, "the session could not go on");
		await room.agent.page.reload();
		await openPanel(room);
		await says(room.agent, "the session could not go on");
	}, 120_000);
});

async function agentShares(file: GivenFile) {
	await openSession(room);
	await chooseAndShare(room, room.agent, file);
}

async function visitorShares(file: GivenFile) {
	await openSession(room);
	await askAndAccept(room);
	await chooseAndShare(room, room.visitor, file);
}

/** So long; both ends say it in words by ten seconds. */
async function missedFor(seconds: number) {
	const until = performance.now() + seconds * 1_000;
	if (seconds >= TOLD_WITHIN_S)
		await Promise.all([isMissed(room.agent), isMissed(room.visitor)]);
	const left = until - performance.now();
	if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}

const isMissed = (person: Person) =>
	person
		.frame()
		.getByText(/(No sign of|The connection to) .* Reconnecting…/)
		// Where the browser itself does not notice sooner, our own look comes up to 250 ms late; then it has to be drawn.
		.waitFor({ timeout: (TOLD_WITHIN_S + 1) * 1_000 });

/** Each hears the other: no word of an interruption is left. */
async function bothHere() {
	for (const person of [room.agent, room.visitor])
		await expect
			.poll(
				() => person.frame().locator(".panel-foot .wrong").allTextContents(),
				patience,
			)
			.toEqual([""]);
}

async function says(person: Person, words: string) {
	await person.frame().getByText(words).first().waitFor({ timeout: 60_000 });
}

async function savedBy(person: Person, seconds = 60): Promise<string> {
	const file = await person.page.waitForEvent("download", {
		timeout: (seconds + 60) * 1_000,
	});
	return sha256(await readFile(await file.path()));
}

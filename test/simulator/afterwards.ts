/**
 * What a schedule ends with, the network calm: everybody agrees, everything that was asked for has been answered, one
 * more document goes round, and nothing is left when all have gone.
 */
import { vi } from "vitest";
import { type Company, disagreement } from "./agreement.ts";
import type { Clock } from "./clock.ts";
import type { Person } from "./person.ts";
import type { Way } from "./way.ts";
import type { World } from "./world.ts";

/** Longest silence that a session lives through, and what it takes to notice. */
const SILENCE_MS = 150_000;
/** Ten seconds of silence, an attempt that hangs and one that does not. */
const REUNION_MS = 60_000;
/** What is open is read, found and saved. */
const QUIET_MS = 15_000;

export type Play = Company & {
	world: World;
	clock: Clock;
	ways: ReadonlyMap<string, Way>;
	/** Whose session may be over: somebody ended it, or the wire was corrupted. */
	mayEnd: Set<string>;
};

/** Throws an Error that says what is wrong. */
export async function endWell(it: Play): Promise<void> {
	await reunion(it);
	await lookAtAll(it);
	await shareOnce(it);
	await part(it);
	await proveCopies(it);
}

/** Waits until all agree, as they must in time. */
async function reunion(it: Play): Promise<void> {
	const limit = it.mayEnd.size > 0 ? SILENCE_MS : REUNION_MS;
	const until = it.clock.now() + limit;
	// What is under way changes things once more: they agree when they have agreed for a while.
	let agreed = 0;
	while (agreed < 5 && it.clock.now() < until) {
		await it.clock.pass(1_000);
		agreed = disagreement(it) === undefined ? agreed + 1 : 0;
	}
	must(disagreement(it));
	// The visitor's session ends with the last who is in, also where another is still on the way back to a fresh page.
	const isOver = it.agents.every(({ tie }) => tie.phase === "ended");
	for (const { name, tie } of it.agents)
		if (
			tie.phase === "ended" &&
			!it.mayEnd.has(name) &&
			!(isOver && it.mayEnd.size > 0)
		)
			throw new Error(`${name}'s session has ended, and nobody ended it`);
}

/** Whoever is in a session reads what is open. Nobody may wait for ever. */
async function lookAtAll(it: Play): Promise<void> {
	for (const { screen } of present(it)) screen.act("read", 12_345);
	await it.clock.pass(QUIET_MS);
	await agree(it);
	for (const { name, screen } of present(it))
		if (screen.waiting > 0)
			throw new Error(`${name} waits for ${screen.waiting} reads or saves`);
}

/** The session is not stuck: one more document is shared, saved and closed. */
async function shareOnce(it: Play): Promise<void> {
	const people = present(it);
	const [first, ...others] = people;
	if (!first) return;
	const { random } = it.world;
	const sharer = random.pick([first, ...others]);
	const made = sharer.screen.share(7 + 8 * random.whole(0, 500), true);
	await it.clock.pass(5_000);
	await agree(it);
	for (const { name, shown } of people)
		if (shown?.name !== made?.name)
			throw new Error(`${name} does not see ${made?.name}`);
	for (const { screen } of people) screen.act("save", 0);
	await it.clock.pass(QUIET_MS);
	random.pick([first, ...others]).act("close", 0);
	await it.clock.pass(QUIET_MS);
	for (const { name, shown, screen } of people) {
		if (shown) throw new Error(`${name} still sees ${shown.name}`);
		if (screen.waiting > 0) throw new Error(`${name} waits for a closed one`);
	}
	await agree(it);
}

/** All end. Nothing is left open, and nothing goes on. */
async function part(it: Play): Promise<void> {
	for (const agent of it.agents) agent.act("end", 0);
	await it.clock.pass(QUIET_MS);
	for (const { name } of it.agents)
		if (it.visitor.tieTo(name).phase === "open")
			throw new Error(`The visitor does not know that ${name} has ended`);
	for (const { name, ledger } of [...it.agents, it.visitor])
		if (ledger.open.length > 0)
			throw new Error(`${name} never heard of the end of ${ledger.open}`);
	for (const { name, closed, abandoned } of it.world.documents.all)
		if (closed !== 1 && !abandoned)
			throw new Error(`${name} was closed ${closed} times`);
	await it.clock.pass(QUIET_MS);
	if (vi.getTimerCount() > 0)
		throw new Error(`${vi.getTimerCount()} timers go on`);
}

/** What was saved is what was shared. */
async function proveCopies(it: Play): Promise<void> {
	for (const { name, screen } of [...it.agents, it.visitor])
		for (const { of, blob } of screen.copies) {
			const bytes = new Uint8Array(await blob.arrayBuffer());
			if (Buffer.compare(bytes, of.bytes) !== 0)
				throw new Error(`${name}'s copy of ${of.name} differs`);
		}
}

function present(it: Play): Person[] {
	const agents = it.agents.filter(({ tie }) => tie.phase === "open");
	return agents.length === 0 ? [] : [...agents, it.visitor];
}

/** What is on its way may still change something. */
async function agree(it: Play): Promise<void> {
	for (let tries = 0; tries < 10 && disagreement(it); tries++)
		await it.clock.pass(500);
	must(disagreement(it));
}

export function must(disagreed: string | undefined): void {
	if (disagreed !== undefined) throw new Error(disagreed);
}

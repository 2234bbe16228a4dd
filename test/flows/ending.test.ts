import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Role } from "../../policy/rules.ts";
import { otherRole } from "../../session/state.ts";
import { patterned } from "../session/transfer.ts";
import {
	arrivals,
	file,
	meet,
	type Person,
	pass,
	shareWith,
} from "./people.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const roles: Role[] = ["agent", "visitor"];

function presenceOf({ session }: Person) {
	const { state } = session;
	return state.phase === "open" ? state.presence : state.phase;
}

async function sharing() {
	const story = await meet();
	await shareWith(story.agent, story.visitor, file(patterned(1_000)));
	return story;
}

describe("the end of a session", () => {
	it.each(roles)("by the %s closes the document first", async (role) => {
		const story = await sharing();
		story[role].session.end();
		await arrivals();
		for (const it of roles) {
			const { events, session } = story[it];
			expect(session.state).toEqual({
				phase: "ended",
				reason: role,
				why: "ended",
			});
			expect(events.slice(-2)).toEqual([
				{ event: "enddocshare", detail: { name: "contract.pdf", by: role } },
				{ event: "sessionend", detail: { reason: role } },
			]);
		}
	});

	it.each(roles)("by the %s is final", async (role) => {
		const story = await sharing();
		story[role].session.end();
		await arrivals();
		const before = story.crossed.length;
		for (const it of roles) {
			const { session, events } = story[it];
			const heard = events.length;
			session.end();
			session.welcome(true);
			session.request();
			session.closeDocument();
			session.leave();
			expect(events).toHaveLength(heard);
		}
		await pass(300);
		expect(story.crossed).toHaveLength(before);
		expect(vi.getTimerCount()).toBe(0);
	});

	it("comes after 120 s of silence, and not before", async () => {
		const story = await sharing();
		story.pair.lose();
		await pass(118);
		for (const role of roles) expect(presenceOf(story[role])).toBe("lost");
		await pass(3);
		for (const role of roles) {
			expect(story[role].session.state).toEqual({
				phase: "ended",
				reason: "error",
				why: "silent",
			});
			expect(story[role].events.slice(-2)).toEqual([
				{ event: "enddocshare", detail: { name: "contract.pdf", by: "error" } },
				{ event: "sessionend", detail: { reason: "error" } },
			]);
		}
		expect(vi.getTimerCount()).toBe(0);
	});

	it.each(roles)(
		"comes when the %s sends what is no message",
		async (hostile) => {
			const story = await sharing();
			const victim = otherRole(hostile);
			story.pair.inject(victim, '{"type":"position"}');
			await arrivals();
			expect(story[victim].session.state).toEqual({
				phase: "ended",
				reason: "error",
				why: "error",
			});
			expect(story[victim].session.source).toBeUndefined();
			expect(presenceOf(story[hostile])).toBe("lost");
		},
	);

	it("frees what was chosen for sharing", async () => {
		const story = await sharing();
		const { source } = story.agent.session;
		story.visitor.session.end();
		await arrivals();
		await expect(source?.read(0, 1)).rejects.toThrow();
	});
});

describe("the other person", () => {
	it("is here as long as their page beats", async () => {
		const story = await sharing();
		await pass(300);
		for (const role of roles) expect(presenceOf(story[role])).toBe("here");
	});

	it("is away at once when their page says so, and back with a sign", async () => {
		const { agent, visitor } = await sharing();
		visitor.session.leave();
		await arrivals();
		expect(presenceOf(agent)).toBe("away");
		await pass(3);
		expect(presenceOf(agent)).toBe("here");
	});

	it("being lost and back is told as an event, once each", async () => {
		const { agent, visitor, pair } = await sharing();
		const before = agent.events.length;
		const told = () =>
			agent.events
				.slice(before)
				.map(({ event, detail }) => ({ event, ...detail }));
		visitor.session.leave();
		visitor.session.leave();
		await arrivals();
		const reconnecting = { event: "connection", state: "reconnecting" };
		expect(told()).toEqual([reconnecting]);
		await pass(3);
		const connected = { event: "connection", state: "connected" };
		expect(told()).toEqual([reconnecting, connected]);
		pair.lose();
		expect(told()).toEqual([reconnecting, connected, reconnecting]);
	});

	it("stays away, not lost, when the link breaks after that", async () => {
		const { agent, visitor, pair } = await sharing();
		visitor.session.leave();
		await arrivals();
		pair.lose();
		await pass(5);
		expect(presenceOf(agent)).toBe("away");
		expect(presenceOf(visitor)).toBe("lost");
	});

	it("is lost when the link breaks, and the document stays meanwhile", async () => {
		const { agent, visitor, pair } = await sharing();
		pair.lose();
		expect(presenceOf(agent)).toBe("lost");
		expect(presenceOf(visitor)).toBe("lost");
		expect(visitor.document?.name).toBe("contract.pdf");
	});
});

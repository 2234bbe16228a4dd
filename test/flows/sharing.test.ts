import { describe, expect, it } from "vitest";
import type { Role } from "../../policy/rules.ts";
import { SourceError } from "../../session/source.ts";
import { otherRole } from "../../session/state.ts";
import { patterned } from "../session/transfer.ts";
import {
	arrivals,
	claimed,
	file,
	meet,
	type Story,
	shareWith,
	until,
} from "./people.ts";

const BYTES = patterned(200_000);
const roles: Role[] = ["agent", "visitor"];

async function sha256(bytes: Uint8Array<ArrayBuffer>) {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

async function readAll(story: Story, watcher: Role) {
	const { source } = story[watcher].session;
	return source?.read(0, source.size);
}

describe.each(roles)("a document that the %s shares", (sharedBy) => {
	const other = otherRole(sharedBy);

	it("leaves nothing on the link before it is shared, not even its name", async () => {
		const story = await meet();
		const source = file(BYTES, "secret-plan.pdf");
		await source.read(0, 1_000);
		await arrivals();
		expect(story.crossed).toEqual([]);
		await shareWith(story[sharedBy], story[other], source);
		const [first] = story.crossed;
		expect(first?.payload).toContain("secret-plan.pdf");
		expect(story.sent(sharedBy)[0]).toBe("offer");
	});

	it("can be read by the other, byte for byte, in any order", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		const { source } = story[other].session;
		expect(source).toMatchObject({
			name: "contract.pdf",
			kind: "pdf",
			size: BYTES.length,
		});
		const end = await source?.read(BYTES.length - 9, BYTES.length);
		expect(end).toEqual(BYTES.slice(-9));
		expect(await readAll(story, other)).toEqual(BYTES);
	});

	it("travels deflated to an end that can inflate, and plain to another", async () => {
		for (const can of [["deflate"], []]) {
			const story = await meet({ can: { [other]: can } });
			await shareWith(story[sharedBy], story[other], file(BYTES));
			expect(await readAll(story, other)).toEqual(BYTES);
			const sent = story.crossed.reduce(
				(sum, { payload }) =>
					sum + (typeof payload === "string" ? 0 : payload.byteLength),
				0,
			);
			if (can.length > 0) expect(sent).toBeLessThan(BYTES.length / 2);
			else expect(sent).toBeGreaterThan(BYTES.length);
		}
	});

	it("is fetched by its reading list before anybody reads", async () => {
		const story = await meet();
		story[sharedBy].session.share(file(BYTES), {
			savable: false,
			from: "computer",
			reading: [
				[0, 5_000],
				[150_000, 200_000],
			],
		});
		await until(() => story.sent(sharedBy).includes("data"));
		await arrivals();
		const asked = story.sent(other).filter((type) => type === "read").length;
		const { source } = story[other].session;
		await source?.read(150_000, 200_000);
		await source?.read(0, 5_000);
		expect(story.sent(other).filter((type) => type === "read")).toHaveLength(
			asked,
		);
	});

	it("is saved as the same bytes, with one event each on both sides", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		const { session } = story[other];
		const progress: number[] = [];
		const copy = await session.save(new AbortController().signal, (now) => {
			expect(now.size).toBe(BYTES.length);
			progress.push(now.bytes);
		});
		expect(story[other].events.map(({ event }) => event)).not.toContain(
			"documentDownloaded",
		);
		session.saved();
		await arrivals();
		session.closeDocument();
		await arrivals();
		const saved = new Uint8Array(await copy.arrayBuffer());
		expect(await sha256(saved)).toEqual(await sha256(BYTES));
		expect(progress.at(-1)).toBe(BYTES.length);
		const name = "contract.pdf";
		for (const role of roles)
			expect(story[role].events).toEqual([
				{ event: "sessionstart", detail: { agent: "Ana" } },
				{ event: "documentShared", detail: { sharedBy, name } },
				{
					event: "documentDownloaded",
					detail: { sharedBy, downloadedBy: other, name },
				},
				{ event: "enddocshare", detail: { name, by: other } },
			]);
	});

	it.each(roles)("can be closed by the %s, who is named", async (closer) => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		story[closer].session.closeDocument();
		await until(() => story[otherRole(closer)].document === null);
		const ended = {
			event: "enddocshare",
			detail: { name: "contract.pdf", by: closer },
		};
		for (const role of roles) {
			expect(story[role].document).toBeNull();
			expect(story[role].events.at(-1)).toEqual(ended);
		}
		expect(story[closer].notices).toEqual([]);
		expect(story[otherRole(closer)].notices).toEqual([
			{ notice: "closed", name: "contract.pdf" },
		]);
	});

	it("is freed on both sides when it is closed", async () => {
		const story = await meet();
		const original = file(BYTES);
		await shareWith(story[sharedBy], story[other], original);
		await readAll(story, other);
		const copy = story[other].session.source;
		story[other].session.closeDocument();
		await until(() => story[sharedBy].document === null);
		for (const role of roles)
			expect(story[role].session.source).toBeUndefined();
		await expect(original.read(0, 1)).rejects.toThrow(SourceError);
		await expect(copy?.read(0, 1)).rejects.toThrow(SourceError);
		expect(copy).toMatchObject({ bytesHeld: 0 });
	});

	it("is freed on both sides when the session ends", async () => {
		const story = await meet();
		const original = file(BYTES);
		await shareWith(story[sharedBy], story[other], original);
		const copy = story[other].session.source;
		const waiting = copy?.read(0, BYTES.length);
		story.agent.session.end();
		await expect(waiting).rejects.toThrow(SourceError);
		await expect(original.read(0, 1)).rejects.toThrow(SourceError);
		await expect(copy?.read(0, 1)).rejects.toThrow(SourceError);
	});

	it("gives way to the next one, and is freed", async () => {
		const story = await meet();
		const first = file(BYTES, "first.pdf");
		await shareWith(story[sharedBy], story[other], first);
		const copy = story[other].session.source;
		const bytes = patterned(10);
		await shareWith(story[other], story[sharedBy], file(bytes, "second.pdf"));
		await expect(first.read(0, 1)).rejects.toThrow(SourceError);
		await expect(copy?.read(0, 1)).rejects.toThrow(SourceError);
		expect(await readAll(story, sharedBy)).toEqual(bytes);
		for (const role of roles)
			expect(story[role].events.slice(-2)).toEqual([
				{ event: "enddocshare", detail: { name: "first.pdf", by: other } },
				{
					event: "documentShared",
					detail: { sharedBy: other, name: "second.pdf" },
				},
			]);
		expect(story[sharedBy].notices).toEqual([
			{ notice: "replaced", name: "first.pdf" },
		]);
	});

	it("can be replaced by its own sharer", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES, "first.pdf"));
		await shareWith(story[sharedBy], story[other], file(BYTES, "second.pdf"));
		expect(story[other].document?.name).toBe("second.pdf");
		expect(await readAll(story, other)).toEqual(BYTES);
	});

	it("is gone on both sides when it changes on disk", async () => {
		const story = await meet();
		let changed = false;
		const original = file(BYTES);
		const source: typeof original = {
			...original,
			read: (start, end, signal) =>
				changed
					? Promise.reject(new SourceError("gone"))
					: original.read(start, end, signal),
		};
		await shareWith(story[sharedBy], story[other], source);
		changed = true;
		const read = readAll(story, other);
		await expect(read).rejects.toThrow(SourceError);
		const gone = { notice: "gone", name: "contract.pdf" };
		const ended = {
			event: "enddocshare",
			detail: { name: "contract.pdf", by: "error" },
		};
		for (const role of roles) {
			expect(story[role].document).toBeNull();
			expect(story[role].notices).toEqual([gone]);
			expect(story[role].events.at(-1)).toEqual(ended);
		}
	});

	it("is closed as damaged when the watcher cannot open it", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		story[other].session.closeDocument("damaged");
		await until(() => story[sharedBy].document === null);
		for (const role of roles)
			expect(story[role].notices).toEqual([
				{ notice: "damaged", name: "contract.pdf" },
			]);
	});

	it("cannot be said to be gone by the one who watches", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		const share = story[sharedBy].document?.share ?? 0;
		await story.forge(other, { type: "gone", share });
		expect(story[sharedBy].document).not.toBeNull();
	});

	it("is not touched by messages about another share", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		const before = story[sharedBy].session.state;
		story.crossed.length = 0;
		// A number of the sharer's own: the other end cannot know of such a share.
		const share = sharedBy === "agent" ? 9_999 : 10_000;
		const place = { kind: "pdf" as const, page: 2, x: 0, y: 0 };
		await story.forge(other, { type: "close", share, why: "done" });
		await story.forge(other, { type: "gone", share });
		await story.forge(other, { type: "saved", share });
		await story.forge(other, { type: "pointer", share, at: place });
		await story.forge(other, { type: "position", share, turn: 5, place });
		await story.forge(other, { type: "read", share, start: 0, end: 1 });
		expect(story[sharedBy].session.state).toBe(before);
		expect(story.sent(sharedBy)).toEqual([]);
	});

	it("ends the session of a watcher that asks for bytes it does not have", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		const share = story[sharedBy].document?.share ?? 0;
		const end = BYTES.length + 1;
		await story.forge(other, { type: "read", share, start: end - 1, end });
		expect(story[sharedBy].session.state).toMatchObject({
			phase: "ended",
			reason: "error",
		});
	});

	it("ends the session of a sharer that sends bytes nobody asked for", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], file(BYTES));
		const share = story[sharedBy].document?.share ?? 0;
		const bytes = new Uint8Array(10);
		await story.pair[sharedBy].sendData({ share, start: 0, bytes });
		await arrivals();
		expect(story[other].session.state).toEqual({
			phase: "ended",
			reason: "error",
			why: "error",
		});
		expect(story[other].events.slice(-2)).toEqual([
			{
				event: "enddocshare",
				detail: { name: "contract.pdf", by: "error" },
			},
			{ event: "sessionend", detail: { reason: "error" } },
		]);
	});
});

describe("a session", () => {
	it("goes both ways, one document after the other", async () => {
		const story = await meet();
		const { agent, visitor } = story;
		const sheet = new TextEncoder().encode("name;rate\n".repeat(300));
		await shareWith(agent, visitor, file(BYTES, "offer.pdf"));
		expect(await readAll(story, "visitor")).toEqual(BYTES);
		agent.session.closeDocument();
		await until(() => visitor.document === null);
		await shareWith(visitor, agent, file(sheet, "list.csv", "csv"));
		expect(await readAll(story, "agent")).toEqual(sheet);
		expect(agent.document).toEqual(visitor.document);
		visitor.session.closeDocument();
		await until(() => agent.document === null);
		const told = [
			"sessionstart",
			"documentShared",
			"enddocshare",
			"documentShared",
			"enddocshare",
		];
		for (const { events } of [agent, visitor])
			expect(events.map(({ event }) => event)).toEqual(told);
	});

	it("shares nothing before it is open or after it has ended", async () => {
		const story = await meet({ welcome: false });
		await until(() => story.visitor.states.length > 0);
		const terms = { savable: false, from: "computer" as const };
		story.visitor.session.share(claimed(10), terms);
		story.visitor.session.welcome(true);
		await until(() => story.agent.session.state.phase === "open");
		story.agent.session.end();
		await until(() => story.visitor.session.state.phase === "ended");
		story.visitor.session.share(claimed(10), terms);
		story.agent.session.share(claimed(10), terms);
		await arrivals();
		const all = [...story.sent("agent"), ...story.sent("visitor")];
		expect(all).not.toContain("offer");
	});
});

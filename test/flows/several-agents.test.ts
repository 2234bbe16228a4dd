import { describe, expect, it } from "vitest";
import type { Find, Place } from "../../session/place.ts";
import { SourceError } from "../../session/source.ts";
import { patterned } from "../session/transfer.ts";
import { asking, type Colleague, type Host, host, join } from "./company.ts";
import { arrivals, claimed, file } from "./people.ts";
import { withSharing } from "./rules.ts";

const BYTES = patterned(300_000);
const FROM = { savable: false, from: "computer" } as const;
const page = (page: number): Place => ({ kind: "pdf", page, x: 0, y: 0 });
const find = (query: string): Find => ({
	query,
	matchCase: false,
	wholeWords: false,
	index: 0,
});

async function two(joining: Parameters<typeof join>[2] = {}) {
	const visitor = host();
	const ana = await join(visitor, "Ana");
	const ben = await join(visitor, "Ben", joining);
	return { visitor, ana, ben };
}

async function share(
	who: Colleague | Host,
	source = file(BYTES),
	savable = false,
) {
	const session = "gathering" in who ? who.gathering : who.session;
	const refused = session.share(source, { savable, from: "computer" });
	expect(refused).toBeUndefined();
	await arrivals();
	return source;
}

const named = (events: { event: string }[]) =>
	events.map(({ event }) => event).filter((event) => event !== "agents");

describe("a visitor with two agents", () => {
	it("is told who is there, and so is each agent", async () => {
		const { visitor, ana, ben } = await two();
		const names = visitor.open.members.map(({ agent }) => agent);
		expect(names).toEqual(["Ana", "Ben"]);
		expect(ana.session.state).toMatchObject({ others: { agents: ["Ben"] } });
		expect(ben.session.state).toMatchObject({ others: { agents: ["Ana"] } });
		expect(ana.notices).toEqual([{ notice: "joined", agent: "Ben" }]);
	});

	it("lets nobody see anything before they are allowed in", async () => {
		const visitor = host();
		const ana = await join(visitor, "Ana");
		await share(ana);
		const ben = await join(visitor, "Ben", { welcome: false });
		await arrivals();
		const types = ben.crossed
			.filter(({ from }) => from === "visitor")
			.map(({ payload }) => JSON.parse(String(payload)).type);
		expect(types).toEqual(["hello", "pair", "confirm"]);
		visitor.gathering.welcome(asking(visitor.gathering, "Ben") ?? 0, false);
		await arrivals();
		expect(ben.session.state).toMatchObject({ why: "refused" });
		expect(visitor.open.members).toHaveLength(1);
		expect(ana.document).not.toBeNull();
		expect(visitor.notices).toEqual([]);
	});

	it("fires the events of one session, once each", async () => {
		const { visitor, ana, ben } = await two();
		await share(ana, file(BYTES, "x.pdf"));
		await share(ben, file(BYTES, "y.pdf"));
		visitor.gathering.closeDocument();
		await arrivals();
		ana.session.end();
		await arrivals();
		expect(visitor.gathering.state.phase).toBe("open");
		ben.session.end();
		await arrivals();
		expect(visitor.events).toEqual([
			{ event: "sessionstart", detail: { agent: "Ana" } },
			{ event: "agents", detail: { agents: ["Ana"] } },
			{ event: "agents", detail: { agents: ["Ana", "Ben"] } },
			{
				event: "documentShared",
				detail: { sharedBy: "agent", name: "x.pdf" },
			},
			{ event: "enddocshare", detail: { name: "x.pdf", by: "agent" } },
			{
				event: "documentShared",
				detail: { sharedBy: "agent", name: "y.pdf" },
			},
			{ event: "enddocshare", detail: { name: "y.pdf", by: "visitor" } },
			{ event: "agents", detail: { agents: ["Ben"] } },
			{ event: "agents", detail: { agents: [] } },
			{ event: "sessionend", detail: { reason: "agent" } },
		]);
		expect(named(ana.events)).toEqual([
			"sessionstart",
			"documentShared",
			"enddocshare",
			"documentShared",
			"enddocshare",
			"sessionend",
		]);
		expect(ben.events.slice(1, 3)).toEqual([
			{
				event: "documentShared",
				detail: { sharedBy: "agent", name: "x.pdf" },
			},
			{ event: "enddocshare", detail: { name: "x.pdf", by: "agent" } },
		]);
	});

	it("ends with all of them when the visitor ends it", async () => {
		const { visitor, ana, ben } = await two();
		const original = await share(visitor);
		visitor.gathering.end();
		await arrivals();
		for (const { session } of [ana, ben])
			expect(session.state).toMatchObject({
				phase: "ended",
				reason: "visitor",
			});
		expect(visitor.gathering.state).toMatchObject({
			phase: "ended",
			reason: "visitor",
		});
		expect(named(visitor.events).slice(-2)).toEqual([
			"enddocshare",
			"sessionend",
		]);
		await expect(original.read(0, 1)).rejects.toThrow(SourceError);
	});

	it("takes eight agents and no more", async () => {
		const visitor = host();
		for (let i = 0; i < 8; i++) await join(visitor, `Agent ${i}`);
		await expect(join(visitor, "One more")).rejects.toThrow();
		expect(visitor.open.members).toHaveLength(8);
	});
});

describe("what an agent shares", () => {
	it("reaches the other agents byte for byte, as the agent's, and view only", async () => {
		const { visitor, ana, ben } = await two();
		await share(ana, file(BYTES), true);
		expect(ben.document).toMatchObject({
			sharedBy: "visitor",
			from: { agent: "Ana" },
			savable: false,
			name: "contract.pdf",
		});
		expect(visitor.open.document).toMatchObject({
			sharedBy: "agent",
			sharer: "Ana",
			savable: true,
		});
		expect(await ben.session.source?.read(0, BYTES.length)).toEqual(BYTES);
		const stop = new AbortController().signal;
		await expect(ben.session.save(stop, () => {})).rejects.toThrow("refused");
		const copy = await visitor.gathering.save(stop, () => {});
		expect(new Uint8Array(await copy.arrayBuffer())).toEqual(BYTES);
	});

	it("is asked for by its reading list on every link", async () => {
		const { ana, ben } = await two();
		ana.session.share(file(BYTES), { ...FROM, reading: [[0, 200_000]] });
		await arrivals();
		const { source } = ben.session;
		const reads = () =>
			ben.crossed.filter(
				({ from, payload }) => from === "agent" && /"read"/.test(`${payload}`),
			).length;
		await source?.read(0, 200_000);
		const asked = reads();
		await source?.read(100_000, 200_000);
		expect(asked).toBeGreaterThan(0);
		expect(reads()).toBe(asked);
	});

	it("is replaced when another agent shares, who has been told whose it is", async () => {
		const { visitor, ana, ben } = await two();
		const x = await share(ana, file(BYTES, "x.pdf"));
		expect(ben.session.state).toMatchObject({
			others: { sharing: { by: "Ana", name: "x.pdf" } },
		});
		await share(ben, file(patterned(20), "y.pdf"));
		expect(ana.notices.at(-1)).toEqual({
			notice: "replaced-by",
			agent: "Ben",
			name: "x.pdf",
			next: "y.pdf",
			own: true,
		});
		expect(visitor.open.document).toMatchObject({
			name: "y.pdf",
			sharer: "Ben",
		});
		expect(visitor.notices).toEqual([
			{ notice: "replaced", name: "x.pdf", about: "Ben" },
		]);
		expect(ana.document).toMatchObject({
			name: "y.pdf",
			from: { agent: "Ben" },
		});
		expect(ana.session.state).toMatchObject({
			others: { sharing: { by: "Ben", name: "y.pdf" } },
		});
		expect(ben.session.state).toMatchObject({ others: { sharing: null } });
		await expect(x.read(0, 1)).rejects.toThrow(SourceError);
		expect(await ana.session.source?.read(0, 20)).toHaveLength(20);
	});

	it("is closed for all by anybody, who is named", async () => {
		const closers = ["ana", "ben", "visitor"] as const;
		for (const closer of closers) {
			const story = await two();
			const { visitor, ana, ben } = story;
			await share(ana);
			if (closer === "visitor") visitor.gathering.closeDocument();
			else story[closer].session.closeDocument();
			await arrivals();
			expect(visitor.open.document).toBeNull();
			expect(visitor.gathering.source).toBeUndefined();
			for (const { session, document } of [ana, ben]) {
				expect(document).toBeNull();
				expect(session.source).toBeUndefined();
			}
			const told = { notice: "closed", name: "contract.pdf" };
			if (closer === "ana")
				expect(ben.notices.at(-1)).toEqual({ ...told, by: "Ana" });
			if (closer === "ben")
				expect(ana.notices.at(-1)).toEqual({ ...told, by: "Ben" });
			if (closer === "visitor") expect(ana.notices.at(-1)).toEqual(told);
			expect(visitor.notices).toEqual(
				closer === "visitor"
					? []
					: [{ ...told, about: closer === "ana" ? "Ana" : "Ben" }],
			);
		}
	});

	it("is closed in words when the agent leaves, and the others go on", async () => {
		const { visitor, ana, ben } = await two();
		await share(ana);
		ana.session.end();
		await arrivals();
		const left = { notice: "left", agent: "Ana", name: "contract.pdf" };
		expect(ben.notices.at(-1)).toEqual(left);
		expect(visitor.notices).toEqual([{ ...left, about: "Ana" }]);
		expect(ben.document).toBeNull();
		expect(visitor.open.document).toBeNull();
		await share(ben, file(patterned(20)));
		expect(visitor.open.document).toMatchObject({ sharer: "Ben" });
	});

	it("is closed for all when it is damaged", async () => {
		const { visitor, ana, ben } = await two();
		const bytes = new TextEncoder().encode("<!doctype html>".padEnd(5_000));
		const source = { ...file(BYTES), size: bytes.length };
		source.read = async (start, end) => bytes.slice(start, end);
		await share(ana, source);
		for (const { document, notices } of [ana, ben]) {
			expect(document).toBeNull();
			expect(notices.at(-1)).toEqual({
				notice: "damaged",
				name: "contract.pdf",
			});
		}
		expect(visitor.open.document).toBeNull();
		expect(visitor.notices).toMatchObject([{ notice: "damaged" }]);
		expect(visitor.events.at(-1)).toMatchObject({ detail: { by: "error" } });
	});

	it("is the one that came first when two share at the same moment", async () => {
		const { visitor, ana, ben } = await two();
		const [x, y] = [file(BYTES, "x.pdf"), file(patterned(20), "y.pdf")];
		ana.session.share(x, FROM);
		ben.session.share(y, FROM);
		await arrivals();
		const { name, sharer } = visitor.open.document ?? {};
		expect([name, sharer]).toEqual(["x.pdf", "Ana"]);
		for (const { document } of [ana, ben]) expect(document?.name).toBe("x.pdf");
		expect(ben.notices.at(-1)).toEqual({
			notice: "crossed",
			name: "y.pdf",
			by: "Ana",
		});
		await expect(y.read(0, 1)).rejects.toThrow(SourceError);
	});
});

describe("what the visitor shares", () => {
	it("reaches all, and each saves it by their own rights", async () => {
		const saveOff = withSharing({ agentDownloadDocumentShare: false });
		const rules = { agent: saveOff, visitor: saveOff };
		const { visitor, ana, ben } = await two({ rules });
		await share(visitor, file(BYTES), true);
		expect(ana.document).toMatchObject({ savable: true, from: "computer" });
		expect(ben.document).toMatchObject({ savable: false });
		const stop = new AbortController().signal;
		const copy = await ana.session.save(stop, () => {});
		ana.session.saved();
		await arrivals();
		expect(copy.size).toBe(BYTES.length);
		await ben.forge({ type: "beat" });
		expect(await ben.session.source?.read(0, BYTES.length)).toEqual(BYTES);
		expect(visitor.events.at(-1)).toEqual({
			event: "documentDownloaded",
			detail: {
				sharedBy: "visitor",
				downloadedBy: "agent",
				name: "contract.pdf",
			},
		});
	});

	it("is freed once, when it is closed for all", async () => {
		const { visitor, ana, ben } = await two();
		const original = await share(visitor);
		ben.session.end();
		await arrivals();
		expect(await ana.session.source?.read(0, 10)).toHaveLength(10);
		expect(await original.read(0, 10)).toHaveLength(10);
		ana.session.closeDocument();
		await arrivals();
		await expect(original.read(0, 1)).rejects.toThrow(SourceError);
		expect(visitor.open.document).toBeNull();
	});

	it("takes the place of what an agent shares, for all", async () => {
		const { visitor, ana, ben } = await two();
		await share(ana, file(BYTES, "x.pdf"));
		await share(visitor, file(patterned(20), "mine.pdf"));
		for (const { document, notices } of [ana, ben]) {
			expect(document?.name).toBe("mine.pdf");
			expect(notices.at(-1)).toEqual({ notice: "replaced", name: "x.pdf" });
		}
		await share(visitor, file(patterned(30), "next.pdf"));
		expect(ben.document?.name).toBe("next.pdf");
		expect(await ben.session.source?.read(0, 30)).toHaveLength(30);
		expect(visitor.notices).toEqual([]);
	});

	it("is kept from an agent whose role may see nothing of visitors", async () => {
		const off = withSharing({ visitorDocumentShare: false });
		const { visitor, ana, ben } = await two({
			rules: { agent: off, visitor: off },
		});
		await share(visitor);
		expect(ana.document).not.toBeNull();
		expect(ben.document).toBeNull();
		const offers = ben.crossed.filter(({ payload }) =>
			`${payload}`.includes('"offer"'),
		);
		expect(offers).toEqual([]);
		await share(ben, file(patterned(20), "y.pdf"));
		expect(visitor.notices).toMatchObject([
			{ notice: "replaced", about: "Ben" },
		]);
		expect(ana.document).toMatchObject({ from: { agent: "Ben" } });
	});

	it("stays with an agent whose own offer the rules forbid", async () => {
		const visitor = host();
		await join(visitor, "Ana");
		const less = withSharing({ visitorDownloadDocumentShare: false });
		const ben = await join(visitor, "Ben", { rules: { visitor: less } });
		visitor.gathering.share(claimed(5_000), {
			savable: true,
			from: "computer",
		});
		await arrivals();
		await share(ben, claimed(6_000, "csv"), true);
		expect(ben.notices).toContainEqual({ notice: "refused", name: "a.csv" });
		expect(visitor.open.document?.name).toBe("a.pdf");
		expect(ben.document?.name).toBe("a.pdf");
	});

	it("is refused where no agent may have it", async () => {
		const off = withSharing({ visitorDocumentShare: false });
		const visitor = host();
		await join(visitor, "Ana", { rules: { agent: off, visitor: off } });
		expect(visitor.gathering.share(claimed(10), FROM)).toEqual({
			reason: "sharing-off",
		});
	});
});

describe("an agent who may see nothing of the visitor's end", () => {
	const off = withSharing({ visitorDocumentShare: false });
	const rules = { agent: off, visitor: off };

	it("knows what another shares without seeing it, and the other is told of a replacement", async () => {
		const { visitor, ana, ben } = await two({ rules });
		await share(ben, file(patterned(20), "y.pdf"));
		expect(ben.document).toMatchObject({ name: "y.pdf" });
		await share(ana, file(BYTES, "x.pdf"));
		expect(ben.document).toBeNull();
		expect(ben.notices.at(-1)).toEqual({
			notice: "replaced-by",
			agent: "Ana",
			name: "y.pdf",
			next: "x.pdf",
			own: true,
		});
		expect(ben.session.state).toMatchObject({
			others: { sharing: { by: "Ana", name: "x.pdf" } },
		});
		expect(visitor.open.document).toMatchObject({ sharer: "Ana" });
	});

	it("refuses what a forged visitor sends in another agent's name", async () => {
		const { ben } = await two({ rules });
		await ben.forge({
			type: "offer",
			share: 2,
			over: 0,
			name: "a.pdf",
			kind: "pdf",
			size: 10,
			savable: false,
			from: { agent: "Ana" },
		});
		expect(ben.document).toBeNull();
		expect(ben.session.source).toBeUndefined();
		expect(ben.notices.at(-1)).toMatchObject({ notice: "refused" });
	});

	it("refuses one that claims to be savable, whatever is allowed", async () => {
		const { ben } = await two();
		await ben.forge({
			type: "offer",
			share: 2,
			over: 0,
			name: "a.pdf",
			kind: "pdf",
			size: 10,
			savable: true,
			from: { agent: "Ana" },
		});
		expect(ben.document).toBeNull();
	});

	it("shows names that a forged visitor made up as safe text", async () => {
		const { ben } = await two();
		await ben.forge({
			type: "others",
			agents: ["Ana\u202Enimda"],
			sharing: { by: "A\u200Bna", name: "../\u202Efdp.exe" },
		});
		const { state } = ben.session;
		expect(JSON.stringify(state)).not.toMatch(/[\p{Cf}]/u);
		expect(state).toMatchObject({
			others: { agents: ["Ananimda"], sharing: { by: "Ana" } },
		});
	});
});

describe("an agent who joins late", () => {
	it("gets what is open, at the place where it is, with the search", async () => {
		const visitor = host();
		const ana = await join(visitor, "Ana");
		await share(visitor);
		ana.session.moved(page(7));
		ana.session.searched(find("rate"));
		await arrivals();
		const found = { status: "done", total: 2, index: 1, hit: null } as const;
		visitor.gathering.found(found);
		const ben = await join(visitor, "Ben");
		expect(ben.document).toMatchObject({
			position: { place: page(7) },
			find: { find: find("rate"), found },
		});
		expect(await ben.session.source?.read(0, 50)).toHaveLength(50);
	});

	it("gets what another agent shares", async () => {
		const visitor = host();
		const ana = await join(visitor, "Ana");
		await share(ana);
		visitor.gathering.moved(page(3));
		const ben = await join(visitor, "Ben");
		expect(ben.document).toMatchObject({
			from: { agent: "Ana" },
			position: { place: page(3) },
		});
		expect(await ben.session.source?.read(0, BYTES.length)).toEqual(BYTES);
	});
});

describe("positions, searches and pointers", () => {
	it("reach everybody from everybody, and come back to nobody", async () => {
		const { visitor, ana, ben } = await two();
		await share(ana);
		ana.crossed.length = 0;
		ana.session.moved(page(2));
		await arrivals();
		expect(visitor.open.document?.position).toMatchObject({
			by: "agent",
			place: page(2),
		});
		expect(ben.document?.position.place).toEqual(page(2));
		const echoes = ana.crossed.filter(
			({ from, payload }) =>
				from === "visitor" && /position/.test(`${payload}`),
		);
		expect(echoes).toEqual([]);
		visitor.gathering.moved(page(4));
		await arrivals();
		for (const { document } of [ana, ben])
			expect(document?.position.place).toEqual(page(4));
	});

	it("end in one place when two agents move at once, whatever the number of their moves", async () => {
		for (const [hers, his] of [
			[1, 1],
			[3, 1],
			[1, 3],
			[2, 2],
		] as const) {
			const { visitor, ana, ben } = await two();
			await share(visitor);
			for (let i = 0; i < hers; i++) ana.session.moved(page(10 + i));
			for (let i = 0; i < his; i++) ben.session.moved(page(20 + i));
			await arrivals();
			const place = visitor.open.document?.position.place;
			expect(place).not.toBeNull();
			for (const { document } of [ana, ben])
				expect(document?.position.place).toEqual(place);
		}
	});

	it("have a search answered for all by the agent who shares", async () => {
		const { visitor, ana, ben } = await two();
		await share(ana);
		ben.session.searched(find("total"));
		await arrivals();
		expect(ana.document?.find.find).toEqual(find("total"));
		expect(visitor.open.document?.find).toMatchObject({
			by: "agent",
			find: find("total"),
		});
		const found = { status: "done", total: 9, index: 1, hit: null } as const;
		ana.session.found(found);
		await arrivals();
		expect(ben.document?.find.found).toEqual(found);
		expect(visitor.open.document?.find.found).toEqual(found);
	});

	it("end in one search when an agent and the visitor look for something at once", async () => {
		const { visitor, ana, ben } = await two();
		await share(visitor);
		visitor.gathering.searched(find("hers"));
		// What crosses first has nothing to do with it.
		ben.session.request();
		ben.session.searched(find("his"));
		await arrivals();
		const wanted = visitor.open.document?.find.find;
		for (const { document } of [ana, ben])
			expect(document?.find.find).toEqual(wanted);
	});

	it("show an agent's pointer to the visitor alone, with whose it is", async () => {
		const { visitor, ana, ben } = await two();
		await share(ana);
		ben.session.pointed(page(1));
		await arrivals();
		expect(visitor.open.document).toMatchObject({
			pointer: page(1),
			pointerBy: "Ben",
		});
		expect(ana.document?.pointer).toBeNull();
		visitor.gathering.pointed(page(2));
		await arrivals();
		for (const { document } of [ana, ben])
			expect(document?.pointer).toEqual(page(2));
	});
});

describe("a request", () => {
	it("is answered busy while another agent's is open", async () => {
		const { visitor, ana, ben } = await two();
		ana.session.request();
		await arrivals();
		ben.session.request();
		await arrivals();
		expect(visitor.open.request).toMatchObject({ by: { agent: "Ana" } });
		expect(ben.notices.at(-1)).toEqual({ notice: "request-busy" });
		expect(ben.session.state).toMatchObject({ request: null });
		visitor.gathering.answer("accepted");
		await arrivals();
		ben.session.request();
		await arrivals();
		expect(ben.notices.at(-1)).toEqual({ notice: "request-busy" });
		expect(ana.session.state).toMatchObject({ request: { stage: "accepted" } });
		await share(visitor);
		expect(ana.session.state).toMatchObject({ request: null });
		ben.session.request();
		await arrivals();
		expect(visitor.open.request).toMatchObject({ by: { agent: "Ben" } });
	});

	it("stays open while another agent shares", async () => {
		const { visitor, ana, ben } = await two();
		ana.session.request();
		await arrivals();
		await share(ben);
		expect(visitor.open.request).toMatchObject({ by: { agent: "Ana" } });
		expect(ana.session.state).toMatchObject({ request: { stage: "asked" } });
		expect(ana.document).toMatchObject({ from: { agent: "Ben" } });
	});

	it("goes with the agent who leaves", async () => {
		const { visitor, ana } = await two();
		ana.session.request();
		await arrivals();
		ana.session.end();
		await arrivals();
		expect(visitor.open.request).toBeNull();
	});
});

describe("the connection", () => {
	it("is one for the page: away with one agent, back when all are here", async () => {
		const { visitor, ana, ben } = await two();
		const states = () =>
			visitor.events.flatMap(({ event, detail }) =>
				event === "connection" ? Object.values(detail) : [],
			);
		ana.session.leave();
		ben.session.leave();
		await arrivals();
		expect(states()).toEqual(["reconnecting"]);
		ana.session.pointed(null);
		ana.session.request();
		await arrivals();
		expect(states()).toEqual(["reconnecting"]);
		ben.session.request();
		await arrivals();
		expect(states()).toEqual(["reconnecting", "connected"]);
	});
});

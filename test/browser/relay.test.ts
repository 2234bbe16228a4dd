/** A company that lets nothing pass but its relay: everything by TURN, through a real coturn. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noisyPdf } from "../fixtures/make-sized.ts";
import { type Coturn, startCoturn, TURN_SECRET } from "./coturn.ts";
import { openRoom, type Person, type Room } from "./room.ts";
import {
	askAndAccept,
	bothSee,
	choose,
	chooseAndShare,
	closeDocument,
	isOpen,
	openSession,
	save,
	sha256,
	share,
} from "./steps.ts";
import { readWhere } from "./where.ts";

const AGENTS = { name: "statement.pdf", bytes: noisyPdf(600_000) };
const VISITORS = { name: "contract.pdf", bytes: noisyPdf(300_000) };

let coturn: Coturn;
let room: Room;

beforeAll(async () => {
	coturn = await startCoturn();
	room = await openRoom({
		environment: {
			DOCSIDE_ICE_SERVERS: JSON.stringify([
				{ urls: coturn.url, secret: TURN_SECRET },
			]),
			DOCSIDE_ICE_POLICY: "relay",
		},
	});
	await openSession(room);
});
afterAll(async () => {
	await room?.close();
	await coturn?.stop();
});

describe("by a relay alone", () => {
	it("a document goes from the agent to the visitor, and the copy is equal", async () => {
		const { agent, visitor } = room;
		await choose(agent, [AGENTS]);
		await isOpen(agent);
		await share(agent);
		await bothSee(room, AGENTS.name);
		const copy = await save(visitor);
		expect(copy.sha256).toBe(sha256(AGENTS.bytes));
		await closeDocument(room, agent, AGENTS.name);
	}, 120_000);

	it("and one from the visitor to the agent", async () => {
		const { agent, visitor } = room;
		await askAndAccept(room);
		await chooseAndShare(room, visitor, VISITORS);
		expect((await save(agent)).sha256).toBe(sha256(VISITORS.bytes));
	}, 120_000);

	it("and both people are told so, with what went through it", async () => {
		const sent = (person: Person, name: string) => readWhere(person, name);
		const agents = await sent(room.agent, "Visitor");
		const visitors = await sent(room.visitor, "Ana");
		for (const { route, figures } of [agents, visitors]) {
			expect(route).toContain("through a relay");
			const [out = 0, back = 0] = figures["In all, encrypted"] ?? [];
			const both = AGENTS.bytes.length + VISITORS.bytes.length;
			expect(out + back).toBeGreaterThan(both * 0.95);
		}
		expect(agents.figures.Documents?.[0]).toBeGreaterThan(0);
		expect(visitors.figures.Documents?.[0]).toBeGreaterThan(0);
		expect(coturn.log()).toMatch(/ALLOCATE processed, success/);
	}, 60_000);
});

import { describe, expect, it } from "vitest";
import { encodeFrame } from "../../session/data-frame.ts";
import type { DataFrame, Link, LinkEnd } from "../../session/link.ts";
import { type Crossing, createLinkedPair } from "../../session/memory-link.ts";
import type { Message } from "../../session/messages.ts";

function listen(link: Link) {
	const heard: (Message | DataFrame | LinkEnd)[] = [];
	link.receive({
		message: (message) => heard.push(message),
		data: (frame) => heard.push(frame),
		ended: (end) => heard.push(end),
	});
	return heard;
}

/** Lets every delivery that is under way arrive. */
const arrivals = () => new Promise((resolve) => setTimeout(resolve, 0));
const frame = { share: 1, start: 4, bytes: Uint8Array.of(1, 2, 3) };

describe("createLinkedPair", () => {
	it("delivers messages and bytes in order, and not at once", async () => {
		const { agent, visitor } = createLinkedPair();
		const heard = listen(visitor);
		agent.send({ type: "beat" });
		agent.sendData(frame);
		agent.send({ type: "away" });
		expect(heard).toEqual([]);
		await arrivals();
		expect(heard).toEqual([{ type: "beat" }, frame, { type: "away" }]);
	});

	it("keeps what comes before anybody receives", async () => {
		const { agent, visitor } = createLinkedPair();
		agent.send({ type: "beat" });
		agent.close();
		await arrivals();
		expect(listen(visitor)).toEqual([{ type: "beat" }, "closed"]);
	});

	it("does not keep without a bound", async () => {
		const { agent, visitor } = createLinkedPair();
		for (let i = 0; i < 65; i++) agent.send({ type: "beat" });
		await arrivals();
		expect(listen(visitor).at(-1)).toBe("violation");
	});

	it("closes both ends after what is queued", async () => {
		const { agent, visitor } = createLinkedPair();
		const [atAgent, atVisitor] = [listen(agent), listen(visitor)];
		agent.send({ type: "beat" });
		agent.close();
		agent.send({ type: "away" });
		visitor.send({ type: "beat" });
		await arrivals();
		expect(atVisitor).toEqual([{ type: "beat" }, "closed"]);
		expect(atAgent).toEqual(["closed"]);
	});

	it("loses what is on its way when the path breaks", async () => {
		const pair = createLinkedPair();
		const [atAgent, atVisitor] = [listen(pair.agent), listen(pair.visitor)];
		const sent = pair.agent.sendData(frame);
		pair.lose();
		await sent;
		expect([atAgent, atVisitor]).toEqual([["lost"], ["lost"]]);
	});

	it.each<[string, unknown]>([
		["a text that is no JSON", "{"],
		["an unknown message", '{"type":"rm"}'],
		["an own __proto__", '{"type":"beat","__proto__":{"x":1}}'],
		["deep nesting", "[".repeat(60_000)],
		["an endless message", `"${"x".repeat(70_000)}"`],
		["bytes that are no frame", new ArrayBuffer(3)],
		["something else", 7],
	])("ends as a violation over %s", async (_, payload) => {
		const pair = createLinkedPair();
		const [atAgent, atVisitor] = [listen(pair.agent), listen(pair.visitor)];
		pair.inject("visitor", payload);
		pair.inject("visitor", encodeFrame(frame).buffer);
		await arrivals();
		expect(atVisitor).toEqual(["violation"]);
		expect(atAgent).toEqual(["closed"]);
	});

	it("shows a spy all that crosses, as it crosses", async () => {
		const crossings: Crossing[] = [];
		const { visitor } = createLinkedPair({
			spy: (crossing) => crossings.push(crossing),
		});
		visitor.send({ type: "beat" });
		await visitor.sendData(frame);
		expect(crossings).toEqual([
			{ from: "visitor", payload: '{"type":"beat"}' },
			{ from: "visitor", payload: encodeFrame(frame).buffer },
		]);
	});

	it("delivers when the schedule says so", () => {
		const later: (() => void)[] = [];
		const { agent, visitor } = createLinkedPair({
			schedule: (deliver) => later.push(deliver),
		});
		const heard = listen(visitor);
		agent.send({ type: "beat" });
		expect(heard).toEqual([]);
		later.shift()?.();
		expect(heard).toEqual([{ type: "beat" }]);
	});
});

import { describe, expect, it } from "vitest";
import type { Role } from "../../policy/rules.ts";
import type { MessageOf } from "../../session/messages.ts";
import {
	createPairing,
	type Pairing,
	type PairingOptions,
	type PairingStep,
} from "../../session/pairing.ts";

const agentPrint = new Uint8Array(32).fill(1);
const visitorPrint = new Uint8Array(32).fill(2);
const attackerPrint = new Uint8Array(32).fill(3);

const hello = (role: Role, can: string[] = []): MessageOf<"hello"> => ({
	type: "hello",
	protocol: 1,
	role,
	can,
});

function side(role: Role, change: Partial<PairingOptions> = {}): Pairing {
	const agent = role === "agent";
	return createPairing({
		role,
		secret: "55129034",
		sessionId: "4821",
		ourHello: hello(role),
		theirHello: hello(agent ? "visitor" : "agent"),
		fingerprints: agent
			? { ours: agentPrint, theirs: visitorPrint }
			: { ours: visitorPrint, theirs: agentPrint },
		...change,
	});
}

function confirmOf(step: PairingStep): MessageOf<"confirm"> {
	if (step.step !== "confirm") throw new Error(step.step);
	return step.send;
}

/** Both ends' last step after a whole exchange. */
function exchange(agent: Pairing, visitor: Pairing): PairingStep[] {
	const fromAgent = confirmOf(agent.receive(visitor.pair));
	const fromVisitor = confirmOf(visitor.receive(agent.pair));
	return [agent.receive(fromVisitor), visitor.receive(fromAgent)];
}

const failed = [{ step: "failed" }, { step: "failed" }];

describe("pairing", () => {
	it("gives both ends of the same digits one secret", () => {
		const [agent, visitor] = exchange(side("agent"), side("visitor"));
		expect(agent?.step).toBe("paired");
		expect(visitor).toEqual(agent);
	});

	it("gives every exchange another share and another secret", () => {
		const one = exchange(side("agent"), side("visitor"));
		const two = exchange(side("agent"), side("visitor"));
		expect(one).not.toEqual(two);
	});

	it.each<[string, Partial<PairingOptions>]>([
		["wrong digits", { secret: "55129035" }],
		["another session", { sessionId: "4822" }],
		[
			"a fingerprint of somebody between them",
			{ fingerprints: { ours: visitorPrint, theirs: attackerPrint } },
		],
		[
			"swapped fingerprints",
			{ fingerprints: { ours: agentPrint, theirs: visitorPrint } },
		],
		["a changed hello", { theirHello: hello("agent", ["share-files"]) }],
		["another protocol", { ourHello: { ...hello("visitor"), protocol: 2 } }],
	])("fails the same way on both ends for %s", (_, change) => {
		expect(exchange(side("agent"), side("visitor", change))).toEqual(failed);
	});

	it("fails when somebody between them runs an own exchange with each, not knowing the digits", () => {
		const agent = side("agent", {
			fingerprints: { ours: agentPrint, theirs: attackerPrint },
		});
		const asVisitor = side("visitor", {
			secret: "00000000",
			fingerprints: { ours: attackerPrint, theirs: agentPrint },
		});
		expect(exchange(agent, asVisitor)).toEqual(failed);
	});

	it("fails when its own messages come back", () => {
		const agent = side("agent");
		const confirm = confirmOf(agent.receive(agent.pair));
		expect(agent.receive(confirm)).toEqual({ step: "failed" });
	});

	it("fails when two ends claim the same role", () => {
		const agent = side("agent", { theirHello: hello("agent") });
		expect(agent.receive(side("visitor").pair)).toEqual({ step: "failed" });
	});

	it.each([
		["the neutral point", "00".repeat(32)],
		["no point", "ff".repeat(32)],
	])("refuses %s as a share", (_, share) => {
		expect(side("agent").receive({ type: "pair", share })).toEqual({
			step: "failed",
		});
	});

	it("refuses a confirm before the share", () => {
		const agent = side("agent");
		expect(agent.receive({ type: "confirm", mac: "00".repeat(64) })).toEqual({
			step: "failed",
		});
		expect(agent.receive(side("visitor").pair)).toEqual({ step: "failed" });
	});

	it("gives no second guess", () => {
		const agent = side("agent");
		const visitor = side("visitor");
		agent.receive(visitor.pair);
		const right = confirmOf(visitor.receive(agent.pair));
		expect(agent.receive({ ...right, mac: "00".repeat(64) })).toEqual({
			step: "failed",
		});
		expect(agent.receive(right)).toEqual({ step: "failed" });
	});

	it("refuses a second share", () => {
		const agent = side("agent");
		agent.receive(side("visitor").pair);
		expect(agent.receive(side("visitor").pair)).toEqual({ step: "failed" });
	});
});

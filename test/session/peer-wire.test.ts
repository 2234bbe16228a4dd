import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLeave, readPeerWire } from "../../session/peer-wire.ts";

const offer = {
	type: "OFFER",
	src: "agent",
	dst: "visitor",
	payload: {
		type: "data",
		serialization: "raw",
		reliable: true,
		label: "dc_1",
		connectionId: "dc_1",
		sdp: { type: "offer", sdp: "v=0" },
	},
};
const changed = (change: object) => ({
	...offer,
	payload: { ...offer.payload, ...change },
});

describe("readPeerWire", () => {
	it.each([
		[{ type: "OPEN" }],
		[{ type: "EXPIRE", src: "visitor", dst: "agent" }],
		[{ type: "ERROR", payload: { msg: "no" } }],
		[offer],
		[
			{
				type: "CANDIDATE",
				src: "agent",
				payload: {
					type: "data",
					connectionId: "dc_1",
					candidate: { candidate: "", sdpMid: "0", sdpMLineIndex: 0 },
				},
			},
		],
	])("lets %j through", (message) => {
		expect(readPeerWire(message)).toBeDefined();
	});

	it.each<[string, unknown]>([
		["the other end's leaving", { type: "LEAVE", src: "agent" }],
		["nothing", null],
		["text", "OPEN"],
		["an offer without its payload", { type: "OFFER", src: "agent" }],
		["a call", changed({ type: "media" })],
		["a dangerous serialization", changed({ serialization: "binary" })],
		[
			"a serialization of every object",
			changed({ serialization: "constructor" }),
		],
		["an unordered channel", changed({ reliable: false })],
		[
			"an endless description",
			changed({ sdp: { type: "offer", sdp: "a".repeat(60_001) } }),
		],
		["a strange connection id", changed({ connectionId: "__proto__ x" })],
		["an error without its text", { type: "ERROR" }],
	])("drops %s", (_, message) => {
		expect(readPeerWire(message)).toBeUndefined();
	});

	it("hands on nothing that it does not know", () => {
		expect(readPeerWire(changed({ metadata: { x: 1 } }))).not.toHaveProperty(
			"payload.metadata",
		);
	});

	it("hears that somebody has left only where it is asked for", () => {
		expect(readLeave({ type: "LEAVE", src: "agent", dst: "visitor" })).toBe(
			"agent",
		);
		for (const other of [
			offer,
			null,
			{ type: "LEAVE" },
			{ type: "LEAVE", src: 1 },
		])
			expect(readLeave(other)).toBeUndefined();
	});

	it("never throws", () => {
		fc.assert(
			fc.property(fc.anything(), (message) => void readPeerWire(message)),
		);
	});
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { forwarded, readPeerMessage } from "../../signaling/peer-messages.ts";
import { offer } from "./running.ts";

const DST = "0123456789abcdef0123456789abcdef";

it("reads any text without a throw, and nothing but its own types", () => {
	fc.assert(
		fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
			expect(readPeerMessage(text)).toBeUndefined();
		}),
	);
});

it("refuses an offer with anything in the place of any of its fields", () => {
	const paths = ["dst", "payload", "payload.sdp", "payload.connectionId"];
	fc.assert(
		fc.property(
			fc.constantFrom(...paths),
			fc.jsonValue().filter((value) => typeof value !== "string"),
			(path, value) => {
				const message: Record<string, unknown> = offer(DST);
				const [outer = "", inner] = path.split(".");
				const at = inner === undefined ? message : message[outer];
				Object.assign(at ?? {}, { [inner ?? outer]: value });
				expect(readPeerMessage(JSON.stringify(message))).toBeUndefined();
			},
		),
	);
});

it("never forwards the sender a message claims", () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 64 }), (src) => {
			const message = readPeerMessage(JSON.stringify(offer(DST, { src })));
			if (message === undefined || message.type === "HEARTBEAT")
				throw new Error("not read");
			expect(JSON.parse(forwarded(message, "me"))).toEqual(
				offer(DST, { src: "me" }),
			);
		}),
	);
});

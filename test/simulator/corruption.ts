/** What a wire can do to a message, and what no end may take for one. */
import type { Change, Payload } from "./network.ts";

/** Makes anything that is sent into something nobody asked for. */
export function corruption(n: number, onDone: () => void): Change {
	return (payload) => {
		onDone();
		return typeof payload === "string"
			? spoilText(payload, n)
			: spoilFrame(payload, n);
	};
}

/** The first byte of a frame that carries a document's bytes as they are. */
const PLAIN = 1;

/** Turns one bit of a document's bytes, which only the digest can tell; of deflated ones the length tells it. */
export function bitFlip(n: number, onDone: () => void): Change {
	return (payload) => {
		if (typeof payload === "string") return undefined;
		if (new Uint8Array(payload)[0] !== PLAIN) return undefined;
		onDone();
		return changeByte(payload, 9 + (n % (payload.byteLength - 9)), 1);
	};
}

function spoilText(text: string, n: number): Payload {
	switch (n % 4) {
		case 0:
			return text.slice(0, -1);
		case 1:
			return text.replace('"type":"', '"type":"un');
		case 2:
			return text.replace(/}$/, ',"more":1}');
		default:
			return Uint8Array.from([2, 0, 0, 0, 1, 0, 0, 0, 0, 65]).buffer;
	}
}

function spoilFrame(frame: ArrayBuffer, n: number): Payload {
	switch (n % 4) {
		case 0:
			return changeByte(frame, 0, 2);
		case 1:
			return frame.slice(0, -1);
		case 2:
			// Its offset.
			return changeByte(frame, 8, 1);
		default:
			return JSON.stringify({ type: "data" });
	}
}

function changeByte(frame: ArrayBuffer, at: number, bits: number): ArrayBuffer {
	const copy = new Uint8Array(frame.slice(0));
	copy[at] = (copy[at] ?? 0) ^ bits;
	return copy.buffer;
}

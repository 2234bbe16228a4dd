import type { BrowserContext } from "playwright-core";
import type { Person } from "./room.ts";

/** What one end has put on its data channel: a control message, or so many bytes. */
export type Sent = { type: string; bytes: number; text: string };

declare global {
	/** Set by the spy, in the frames that hold a channel. */
	var docsideSent: Sent[] | undefined;
	var docsideChannels: RTCDataChannel[] | undefined;
}

/** From now on every page of this browser writes down what it sends over data channels. */
export async function spyOnChannel(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		if (typeof RTCDataChannel === "undefined") return;
		const sent: Sent[] = [];
		const channels: RTCDataChannel[] = [];
		globalThis.docsideSent = sent;
		globalThis.docsideChannels = channels;
		const { send } = RTCDataChannel.prototype;
		RTCDataChannel.prototype.send = function (
			this: RTCDataChannel,
			payload: unknown,
		) {
			if (!channels.includes(this)) channels.push(this);
			if (typeof payload === "string") {
				const type: unknown = Reflect.get(JSON.parse(payload), "type");
				sent.push({ type: String(type), bytes: payload.length, text: payload });
			} else {
				const bytes =
					payload instanceof ArrayBuffer || ArrayBuffer.isView(payload)
						? payload.byteLength
						: -1;
				sent.push({ type: "data", bytes, text: "" });
			}
			Reflect.apply(send, this, [payload]);
		};
	});
}

/** What this person's end has sent so far, signs of life aside. Throws where the spy is not in place. */
export async function sentBy(person: Person): Promise<Sent[]> {
	const sent = await person.frame().evaluate(() => globalThis.docsideSent);
	if (!sent) throw new Error("nobody spies on this frame");
	return sent.filter(({ type }) => type !== "beat");
}

/** Document bytes that this person's end has sent so far. */
export async function bytesSentBy(person: Person): Promise<number> {
	const sent = await sentBy(person);
	return sent
		.filter(({ type }) => type === "data")
		.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Says something to the other end that our own code would not say. */
export async function forge(person: Person, message: object): Promise<void> {
	await person.frame().evaluate((text) => {
		const channel = globalThis.docsideChannels?.find(
			({ readyState }) => readyState === "open",
		);
		if (!channel) throw new Error("no channel is open");
		channel.send(text);
	}, JSON.stringify(message));
}

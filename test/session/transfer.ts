import { createLinkedPair } from "../../session/memory-link.ts";
import {
	createRemoteSource,
	type RemoteSource,
	type RemoteSourceOptions,
} from "../../session/remote-source.ts";
import { type Serving, serveDocument } from "../../session/serve.ts";
import type { DocumentSource } from "../../session/source.ts";

/** Bytes that tell where they are: no two blocks of 4 KiB are alike. */
export function patterned(size: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(size);
	for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) * 7) & 0xff;
	return bytes;
}

export type Transfer = {
	remote: RemoteSource;
	serving: () => Serving;
	/** `read` and `unread` messages as they were sent. */
	asked: string[];
	violations: string[];
	gone: number;
	/** Data frames that the watcher got, how many of them deflated, and the bytes of all as they were sent. */
	frames: number;
	deflatedFrames: number;
	wireBytes: number;
	/** Breaks the link; what is on its way is lost. */
	lose(): void;
	/** A new link, and the transfer goes on. */
	resume(): void;
};

/** A document on the agent's side, watched by the visitor over a link in memory. */
export function transfer(
	source: DocumentSource,
	options: Partial<RemoteSourceOptions> = {},
	{ deflates = false } = {},
): Transfer {
	const asked: string[] = [];
	const violations: string[] = [];
	let serving: Serving;
	let lose = () => {};

	function connect() {
		const pair = createLinkedPair({
			spy({ payload }) {
				if (typeof payload !== "string") result.wireBytes += payload.byteLength;
			},
		});
		lose = pair.lose;
		serving = serveDocument({
			share: 1,
			source,
			link: pair.agent,
			deflates,
			onGone: () => result.gone++,
			onViolation: (detail) => violations.push(`watcher: ${detail}`),
		});
		const serves = serving;
		pair.agent.receive({
			message(message) {
				if (message.type === "read") serves.read(message);
				if (message.type === "unread") serves.unread(message);
			},
			data: () => violations.push("bytes to the sharer"),
			ended: () => serves.close(),
		});
		return {
			send: (message: Parameters<typeof pair.visitor.send>[0]) => {
				if ("start" in message) asked.push(`${message.type} ${message.start}`);
				pair.visitor.send(message);
			},
			receive: () =>
				pair.visitor.receive({
					message(message) {
						if (message.type === "gone") result.remote.gone();
					},
					data(frame) {
						result.frames++;
						if (frame.deflatedFrom !== undefined) result.deflatedFrames++;
						result.remote.data(frame);
					},
					ended: () => {},
				}),
		};
	}

	const first = connect();
	const result: Transfer = {
		remote: createRemoteSource({
			share: 1,
			name: source.name,
			kind: source.kind,
			size: source.size,
			send: first.send,
			onViolation: (detail) => violations.push(`sharer: ${detail}`),
			...options,
		}),
		serving: () => serving,
		asked,
		violations,
		gone: 0,
		frames: 0,
		deflatedFrames: 0,
		wireBytes: 0,
		lose: () => lose(),
		resume() {
			const next = connect();
			result.remote.reset(next.send);
			next.receive();
		},
	};
	first.receive();
	return result;
}

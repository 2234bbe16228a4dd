import { type DocumentSource, SourceError } from "../session/source.ts";
import type { FromViewer, ToViewer } from "./port.ts";

type OpenMessage = Extract<ToViewer, { type: "open" }>;
type Bytes = Uint8Array<ArrayBuffer>;
type Waiting = { resolve(bytes: Bytes): void; reject(error: unknown): void };

/** What the frame acts on; bytes and pings are dealt with here. */
export type PanelMessage = Exclude<
	ToViewer,
	{ type: "open" | "bytes" | "ping" }
>;

/** The frame's end of the port: the only way out of it. */
export interface PanelPort {
	readonly open: OpenMessage;
	/** Reads the document over the port; an aborted read tells the panel so. */
	readonly source: DocumentSource;
	/** One of the viewer's own files, such as `cmaps/UniJIS-UCS2-H.bcmap`. Rejects when it cannot be had. */
	asset(path: string): Promise<Bytes>;
	send(message: FromViewer): void;
	/** Called with every message from now on, and with those that came before, in order. */
	listen(on: (message: PanelMessage) => void): void;
}

/**
 * Waits for the page around this frame to hand over its port, once, and for the document to open. Nobody else is
 * listened to: other windows may post what they like.
 */
export async function connectToPanel(): Promise<PanelPort> {
	const port = await portFromParent();
	const waiting = new Map<number, Waiting>();
	const early: PanelMessage[] = [];
	let heard = (message: PanelMessage) => {
		early.push(message);
	};
	let lastId = 0;

	const send = (message: FromViewer) => port.postMessage(message);

	function ask(
		message: (id: number) => FromViewer,
		signal?: AbortSignal,
	): Promise<Bytes> {
		const id = ++lastId;
		const abandon = () => {
			const asked = waiting.get(id);
			if (!waiting.delete(id)) return;
			send({ type: "unread", id });
			asked?.reject(signal?.reason);
		};
		const answer = new Promise<Bytes>((resolve, reject) => {
			signal?.throwIfAborted();
			waiting.set(id, { resolve, reject });
			signal?.addEventListener("abort", abandon, { once: true });
			send(message(id));
		});
		return answer.finally(() => signal?.removeEventListener("abort", abandon));
	}

	const opened = new Promise<OpenMessage>((resolve) => {
		port.onmessage = ({ data }: MessageEvent<ToViewer>) => {
			switch (data.type) {
				case "ping":
					send({ type: "pong", id: data.id });
					return;
				case "bytes": {
					const asked = waiting.get(data.id);
					waiting.delete(data.id);
					if (data.bytes) asked?.resolve(data.bytes);
					else asked?.reject(new SourceError("gone"));
					return;
				}
				case "open":
					resolve(data);
					return;
				default:
					heard(data);
			}
		};
	});
	send({ type: "ready" });
	const open = await opened;

	return {
		open,
		send,
		source: {
			name: open.name,
			kind: open.kind,
			size: open.size,
			read: (start, end, signal) =>
				ask((id) => ({ type: "read", id, start, end }), signal),
			close() {
				for (const { reject } of waiting.values())
					reject(new SourceError("closed"));
				waiting.clear();
			},
		},
		asset: (path) => ask((id) => ({ type: "asset", id, path })),
		listen(on) {
			heard = on;
			for (const message of early.splice(0)) on(message);
		},
	};
}

function portFromParent(): Promise<MessagePort> {
	return new Promise((resolve) => {
		const stop = new AbortController();
		window.addEventListener(
			"message",
			({ source, data, ports }: MessageEvent<unknown>) => {
				const [port] = ports;
				if (source !== window.parent || !isGreeting(data) || !port) return;
				stop.abort();
				resolve(port);
			},
			{ signal: stop.signal },
		);
	});
}

function isGreeting(data: unknown): boolean {
	return (
		typeof data === "object" &&
		data !== null &&
		"docside" in data &&
		data.docside === "viewer"
	);
}

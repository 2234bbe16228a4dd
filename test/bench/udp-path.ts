/**
 * A long or slow path in a process of its own: UDP between two ends, with delay, rate and a queue that ends. It stands
 * in for `tc netem`, which not every kernel has.
 *
 * Each end knows the other by a port of ours. What comes in at one port leaves by the other, so that both ends see one
 * address and no shorter way.
 */
import { createSocket, type Socket } from "node:dgram";

export type PathShape = {
	/** Milliseconds, there and back. */
	roundTripMs: number;
	/** Bytes a millisecond, each way, with the headers of IP and UDP. */
	rate: number;
	/** Bytes that may wait to be sent, each way; what comes then is lost. */
	queueBytes: number;
};

export type ToPath =
	| { type: "open"; id: number; shape: PathShape }
	/** Where this end really is. */
	| { type: "end"; id: number; end: 0 | 1; address: string; port: number }
	| { type: "close"; id: number };

/** The ports by which the ends are known: `ports[0]` leads to end 0. */
export type FromPath = { type: "opened"; id: number; ports: [number, number] };

const HEADER_BYTES = 28;

type Place = { address: string; port: number };

type Path = {
	sockets: [Socket, Socket];
	ends: [Place | undefined, Place | undefined];
};

const paths = new Map<number, Path>();

process.on("message", (message: ToPath) => {
	switch (message.type) {
		case "open":
			void open(message.id, message.shape);
			return;
		case "end": {
			const { address, port } = message;
			const path = paths.get(message.id);
			if (path) path.ends[message.end] = { address, port };
			return;
		}
		case "close":
			for (const socket of paths.get(message.id)?.sockets ?? []) socket.close();
			paths.delete(message.id);
			return;
		default:
			message satisfies never;
	}
});
process.on("disconnect", () => process.exit());

async function open(id: number, shape: PathShape): Promise<void> {
	const sockets: Path["sockets"] = [await bound(), await bound()];
	const path: Path = { sockets, ends: [undefined, undefined] };
	paths.set(id, path);
	// What arrives at the port that stands for end 0 was sent by end 1, and is for end 0.
	forward(path, shape, 0);
	forward(path, shape, 1);
	const opened: FromPath = {
		type: "opened",
		id,
		ports: [sockets[0].address().port, sockets[1].address().port],
	};
	process.send?.(opened);
}

function forward(path: Path, shape: PathShape, to: 0 | 1): void {
	const { roundTripMs, rate, queueBytes } = shape;
	const from = path.sockets[to];
	const by = path.sockets[to === 0 ? 1 : 0];
	const waiting: { packet: Buffer; dueMs: number }[] = [];
	let freeAtMs = 0;
	let timer: NodeJS.Timeout | undefined;

	function deliver(): void {
		timer = undefined;
		const nowMs = performance.now();
		let sent = 0;
		for (const { packet, dueMs } of waiting) {
			if (dueMs > nowMs) break;
			const end = path.ends[to];
			if (end && paths.size > 0) by.send(packet, end.port, end.address);
			sent++;
		}
		waiting.splice(0, sent);
		plan();
	}

	function plan(): void {
		const [next] = waiting;
		if (!next || timer) return;
		timer = setTimeout(deliver, Math.max(0, next.dueMs - performance.now()));
	}

	from.on("message", (packet) => {
		const nowMs = performance.now();
		const bytes = packet.length + HEADER_BYTES;
		const queued = Math.max(0, freeAtMs - nowMs) * rate;
		if (queued + bytes > queueBytes) return;
		freeAtMs = Math.max(freeAtMs, nowMs) + bytes / rate;
		waiting.push({ packet, dueMs: freeAtMs + roundTripMs / 2 });
		plan();
	});
	from.on("close", () => {
		clearTimeout(timer);
		waiting.length = 0;
	});
}

/** Its buffers are those of a router, not of a program: what is lost is lost by the queue alone. */
function bound(): Promise<Socket> {
	const socket = createSocket({ type: "udp4" });
	return new Promise((resolve, reject) => {
		socket.once("error", reject);
		socket.bind(0, "0.0.0.0", () => {
			socket.setRecvBufferSize(4_194_304);
			socket.setSendBufferSize(4_194_304);
			// A browser that has gone answers with an ICMP error, which is nothing to us.
			socket.on("error", () => {});
			resolve(socket);
		});
	});
}

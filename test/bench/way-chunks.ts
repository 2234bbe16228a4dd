/** Chunks of 256 KiB over PeerJS, the next one when the last was acknowledged: how file tools made with it do it. */
import { dialReference, openReferencePeer } from "./reference-peer.ts";
import { createEchoes, type Way } from "./way.ts";

const CHUNK_BYTES = 262_144;

export const chunks: Way = {
	async share(admission, file) {
		const peer = await openReferencePeer(admission);
		peer.on("connection", (connection) => {
			let at = 0;
			connection.on("data", async (said) => {
				if (said === "echo") return connection.send(said);
				if (at >= file.size) return;
				const start = at;
				at += CHUNK_BYTES;
				await connection.send(
					await file.slice(start, start + CHUNK_BYTES).arrayBuffer(),
				);
			});
		});
		return () => peer.destroy();
	},
	async dial(admission, { peerId, size }) {
		const peer = await openReferencePeer(admission);
		const connection = await dialReference(peer, peerId, "binary");
		const echoes = createEchoes();
		const kept: ArrayBufferLike[] = [];
		let received = 0;
		let complete = () => {};
		connection.on("data", (data) => {
			if (data === "echo") return echoes.came();
			const buffer = ArrayBuffer.isView(data) ? data.buffer : data;
			if (!(buffer instanceof ArrayBuffer)) return;
			kept.push(buffer);
			received += ArrayBuffer.isView(data)
				? data.byteLength
				: buffer.byteLength;
			if (received >= size) complete();
			else void connection.send("next");
		});
		return {
			fetch: () =>
				new Promise<void>((resolve) => {
					complete = resolve;
					void connection.send("next");
				}),
			echo() {
				void connection.send("echo");
				return echoes.sent();
			},
			received: () => received,
			close: () => peer.destroy(),
		};
	},
};

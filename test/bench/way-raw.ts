/**
 * The ceiling: a raw data channel, nothing but messages of 64 KiB out of memory and a window that the watcher grants by
 * saying how much has come.
 */
import { dialReference, openReferencePeer } from "./reference-peer.ts";
import { createEchoes, type Way } from "./way.ts";

const MESSAGE_BYTES = 65_536;

export const raw: Way = {
	async share(admission, file) {
		const bytes = await file.arrayBuffer();
		const peer = await openReferencePeer(admission);
		peer.on("connection", (connection) => {
			connection.once("open", () => serve(connection.dataChannel, bytes));
		});
		return () => peer.destroy();
	},
	async dial(admission, { peerId, size, windowBytes }) {
		const peer = await openReferencePeer(admission);
		const { dataChannel } = await dialReference(peer, peerId, "raw");
		dataChannel.binaryType = "arraybuffer";
		const echoes = createEchoes();
		const kept: ArrayBuffer[] = [];
		let received = 0;
		let complete = () => {};
		dataChannel.addEventListener("message", ({ data }) => {
			if (!(data instanceof ArrayBuffer)) return echoes.came();
			kept.push(data);
			received += data.byteLength;
			dataChannel.send(`granted ${received + windowBytes}`);
			if (received >= size) complete();
		});
		return {
			fetch: () =>
				new Promise<void>((resolve) => {
					complete = resolve;
					dataChannel.send(`granted ${windowBytes}`);
				}),
			echo() {
				dataChannel.send("echo");
				return echoes.sent();
			},
			received: () => received,
			close: () => peer.destroy(),
		};
	},
};

function serve(channel: RTCDataChannel, bytes: ArrayBuffer): void {
	let sent = 0;
	channel.addEventListener("message", ({ data }) => {
		if (data === "echo") return channel.send("echo");
		const granted = Number(String(data).split(" ")[1]);
		while (sent < bytes.byteLength) {
			const end = Math.min(sent + MESSAGE_BYTES, bytes.byteLength);
			if (end > granted && end - sent === MESSAGE_BYTES) break;
			channel.send(new Uint8Array(bytes, sent, end - sent));
			sent = end;
		}
	});
}

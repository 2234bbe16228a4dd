/** Stock PeerJS: `serialization: "binary"`, the file in one `conn.send(file)`. */
import { dialReference, openReferencePeer } from "./reference-peer.ts";
import { createEchoes, type Way } from "./way.ts";

export const stock: Way = {
	async share(admission, file) {
		const peer = await openReferencePeer(admission);
		peer.on("connection", (connection) => {
			connection.on("data", (said) => {
				if (said === "go") void connection.send(file);
				else void connection.send(said);
			});
		});
		return () => peer.destroy();
	},
	async dial(admission, { peerId, size }) {
		const peer = await openReferencePeer(admission);
		const connection = await dialReference(peer, peerId, "binary");
		const echoes = createEchoes();
		let received = 0;
		// PeerJS tells of nothing before all is there: what its channel has received says how far it is.
		connection.dataChannel.addEventListener("message", ({ data }) => {
			if (data instanceof ArrayBuffer) received += data.byteLength;
		});
		let arrived = (_data: unknown) => {};
		connection.on("data", (data) => {
			if (data === "echo") echoes.came();
			else arrived(data);
		});
		return {
			fetch: () =>
				new Promise<void>((resolve, reject) => {
					arrived = (data) => {
						if (sizeOf(data) === size) resolve();
						else reject(new Error(`PeerJS brought ${sizeOf(data)} bytes`));
					};
					void connection.send("go");
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

function sizeOf(data: unknown): number {
	if (data instanceof Blob) return data.size;
	return data instanceof ArrayBuffer || ArrayBuffer.isView(data)
		? data.byteLength
		: 0;
}

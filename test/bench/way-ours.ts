/** The product's own: its link, its pairing, its transfer. */
import { abilities } from "../../session/abilities.ts";
import { fileSource } from "../../session/file-source.ts";
import { introduce, type PairedLink } from "../../session/introduce.ts";
import { openPeer } from "../../session/peer-link.ts";
import { createTransfer } from "../../session/transfer.ts";
import { createEchoes, type Way } from "./way.ts";

/** The eight digits and the route of a session that both ends know. */
const MET = { secret: "55129034", sessionId: "4711" };
const SHARE = 1;

export const ours: Way = {
	async share(admission, file, kind) {
		const life = new AbortController();
		const peer = await openPeer({ ...admission, signal: life.signal });
		peer.accept(async (opened) => {
			const can = abilities();
			const link = await introduce(opened, { ...MET, role: "visitor", can });
			const transfer = transferOver(link);
			const terms = { savable: true, isFar: false };
			transfer.prepare(fileSource(file, kind, file.name), terms);
			transfer.keepOnly(SHARE);
			link.receive({
				message(message) {
					if (message.type === "beat") link.send(message);
					else if (message.type === "read") transfer.receive(message);
				},
				data: () => {},
				ended: () => transfer.close(),
			});
		});
		return () => life.abort();
	},
	async dial(admission, { peerId, kind, size }) {
		const life = new AbortController();
		const peer = await openPeer({ ...admission, signal: life.signal });
		const link = await introduce(await peer.dial(peerId), {
			...MET,
			role: "agent",
			can: abilities(),
		});
		const transfer = transferOver(link);
		const echoes = createEchoes();
		link.receive({
			message(message) {
				if (message.type === "beat") echoes.came();
			},
			data: (frame) => transfer.receiveData(frame),
			ended: () => {},
		});
		return {
			async fetch() {
				transfer.watch({
					type: "offer",
					share: SHARE,
					over: 0,
					name: `bench.${kind}`,
					kind,
					size,
					savable: true,
					from: "computer",
				});
				await transfer.watching?.source.fetchAll();
			},
			echo() {
				link.send({ type: "beat" });
				return echoes.sent();
			},
			received: () => transfer.watching?.source.bytesReceived ?? 0,
			close() {
				transfer.close();
				life.abort();
			},
		};
	},
};

function transferOver(link: PairedLink) {
	const fail = () => {
		throw new Error("The transfer broke");
	};
	const { send, sendData, theirs } = link;
	return createTransfer({
		link: { send, sendData, theirs: theirs.can },
		onGone: fail,
		onViolation: fail,
	});
}

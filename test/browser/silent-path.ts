/**
 * A way for every packet between the browsers of a test, which can be cut as a network is: nothing comes through any
 * more, and nobody is told. Each address that one end names to the other is replaced by one of ours, which passes on.
 */
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import type { BrowserContext } from "playwright-core";

declare global {
	/** Set in every frame of a browser that goes this way: resolves with the port of ours that leads to that one. */
	var docsideDetour: ((port: number) => Promise<number>) | undefined;
}

export interface SilentPath {
	/** From now on the connections of this browser's pages go this way. */
	lead(context: BrowserContext): Promise<void>;
	/** Drops every packet from now on, or as soon as so many more bytes have passed. Resolves when it does. */
	silence(afterBytes?: number): Promise<void>;
	restore(): void;
	close(): void;
}

export function openSilentPath(): SilentPath {
	const address = ownAddress();
	const sockets = new Set<Socket>();
	const detours = new Map<number, Promise<number>>();
	let isSilent = false;
	let left = Number.POSITIVE_INFINITY;
	let fallSilent = () => {};

	async function socket(
		onPacket: (packet: Buffer, from: RemoteInfo) => void,
	): Promise<Socket> {
		const opened = createSocket("udp4", onPacket);
		// A browser that has gone.
		opened.on("error", () => {});
		sockets.add(opened);
		opened.bind(0, address);
		await once(opened, "listening");
		return opened;
	}

	function pass(packet: Buffer, by: Socket, port: number) {
		if (isSilent) return;
		by.send(packet, port, address);
		left -= packet.length;
		if (left <= 0) fallSilent();
	}

	/** As a NAT does: whoever sends to us is seen by the other end under an address of their own. */
	async function detour(to: number): Promise<number> {
		const faces = new Map<number, Promise<Socket>>();
		const ours = await socket((packet, from) => {
			let face = faces.get(from.port);
			if (!face) {
				face = socket((answer) => pass(answer, ours, from.port));
				faces.set(from.port, face);
			}
			void face.then((by) => pass(packet, by, to));
		});
		return ours.address().port;
	}

	return {
		async lead(context) {
			await context.exposeFunction("docsideDetour", (port: number) => {
				const known = detours.get(port) ?? detour(port);
				detours.set(port, known);
				return known;
			});
			await context.addInitScript(leadAround, address);
		},
		silence(afterBytes = 0) {
			return new Promise((resolve) => {
				fallSilent = () => {
					isSilent = true;
					resolve();
				};
				if (afterBytes > 0) left = afterBytes;
				else fallSilent();
			});
		},
		restore() {
			left = Number.POSITIVE_INFINITY;
			isSilent = false;
		},
		close() {
			for (const each of sockets) each.close();
		},
	};
}

/** In the page. What a description carries along comes again, one by one. */
function leadAround(address: string) {
	if (typeof RTCPeerConnection === "undefined") return;
	const { addIceCandidate, setRemoteDescription } = RTCPeerConnection.prototype;
	RTCPeerConnection.prototype.addIceCandidate = async function (
		this: RTCPeerConnection,
		given?: RTCIceCandidateInit | null,
	) {
		const words = given?.candidate?.split(" ") ?? [];
		const [, , transport, , , port] = words;
		if (transport?.toLowerCase() !== "udp" || !port) return;
		const detour = await globalThis.docsideDetour?.(Number(port));
		words[4] = address;
		words[5] = String(detour);
		const { sdpMid, sdpMLineIndex } = given ?? {};
		const candidate = words.join(" ");
		await Reflect.apply(addIceCandidate, this, [
			{ candidate, sdpMid, sdpMLineIndex },
		]);
	};
	RTCPeerConnection.prototype.setRemoteDescription = function (
		this: RTCPeerConnection,
		given: RTCSessionDescriptionInit,
	) {
		const sdp = given.sdp?.replace(/^a=candidate:.*\r\n/gm, "") ?? "";
		return Reflect.apply(setRemoteDescription, this, [
			{ type: given.type, sdp },
		]);
	};
}

/** Browsers name it only behind a name of the moment; its ports they tell. */
function ownAddress(): string {
	const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
	const found = all.find(
		({ family, internal }) => family === "IPv4" && !internal,
	);
	return found?.address ?? "127.0.0.1";
}

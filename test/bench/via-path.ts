/** Leads the connections of two pages over a path: each learns one candidate of the other's, and that one is ours. */
import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import type { FromPath, PathShape, ToPath } from "./udp-path.ts";

declare global {
	/** What stands for a candidate of the other end's; null: it is not to be known. */
	var docsideVia: ((candidate: string) => Promise<string | null>) | undefined;
}

/** Built beside the program. */
const PROGRAM = fileURLToPath(new URL("./udp-path.mjs", import.meta.url));

export interface Paths {
	/** Pages of this context ask us about every candidate. Before any page is opened. */
	watch(context: BrowserContext): Promise<void>;
	/** From now on what these two connect passes a path of this shape; null: they meet directly. */
	lead(pages: [Page, Page], shape: PathShape | null): Promise<void>;
	close(): void;
}

export function openPaths(): Paths {
	const relay = startRelay();
	const say = (message: ToPath) => relay.send(message);
	let id = 0;
	let led: { pages: [Page, Page]; ports: [number, number] } | undefined;
	/** Ends of which a candidate is known; more would be more ways. */
	const known = new Set<number>();

	function via(page: Page, candidate: string): string | null {
		if (!led) return candidate;
		// The page speaks of the other one's candidate.
		const end = page === led.pages[0] ? 1 : 0;
		const found = parseCandidate(candidate);
		if (!found || known.has(end)) return null;
		known.add(end);
		say({ type: "end", id, end, address: found.address, port: found.port });
		return found.withPort(led.ports[end]);
	}

	function opened(asked: number): Promise<[number, number]> {
		return new Promise((resolve) => {
			relay.on("message", function hear(message: FromPath) {
				if (message.id !== asked) return;
				relay.off("message", hear);
				resolve(message.ports);
			});
		});
	}

	return {
		async watch(context) {
			await context.exposeBinding("docsideVia", ({ page }, candidate: string) =>
				via(page, candidate),
			);
			await context.addInitScript(askForCandidates);
		},
		async lead(pages, shape) {
			if (led) say({ type: "close", id });
			led = undefined;
			known.clear();
			if (!shape) return;
			id++;
			const ports = opened(id);
			say({ type: "open", id, shape });
			led = { pages, ports: await ports };
		},
		close() {
			if (relay.connected) relay.disconnect();
		},
	};
}

/**
 * Before everything else on the machine, where that is allowed: the browsers' work must not hold packets up, for the
 * path would lose some that its queue had room for. Without `chrt` a busy machine makes the paths worse than they say.
 */
function startRelay(): ChildProcess {
	const first = ["--fifo", "10"];
	const allowed = spawnSync("chrt", [...first, "true"]).status === 0;
	if (!allowed) return fork(PROGRAM, { stdio: "inherit" });
	return spawn("chrt", [...first, process.execPath, PROGRAM], {
		stdio: ["ignore", "inherit", "inherit", "ipc"],
	});
}

/** A host candidate for UDP over IPv4: `candidate:1 1 udp 2113937151 192.0.2.2 50123 typ host …`. */
function parseCandidate(line: string) {
	const words = line.split(" ");
	const [, , protocol, , address = "", port] = words;
	const isHost = words[7] === "host" && /^[\d.]+$/.test(address);
	if (protocol?.toLowerCase() !== "udp" || !isHost) return undefined;
	return {
		address,
		port: Number(port),
		withPort: (other: number) => words.with(5, String(other)).join(" "),
	};
}

/** Runs in the page, before anything of it. */
function askForCandidates(): void {
	if (typeof RTCPeerConnection === "undefined") return;
	const { addIceCandidate } = RTCPeerConnection.prototype;
	RTCPeerConnection.prototype.addIceCandidate = async function (
		this: RTCPeerConnection,
		given?: RTCIceCandidateInit | RTCIceCandidate | null,
	) {
		if (!given?.candidate) return;
		const candidate = await globalThis.docsideVia?.(given.candidate);
		if (!candidate) return;
		const { sdpMid = null, sdpMLineIndex = null } = given;
		await Reflect.apply(addIceCandidate, this, [
			{ candidate, sdpMid, sdpMLineIndex },
		]);
	};
}

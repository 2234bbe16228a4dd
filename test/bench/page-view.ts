/** What a page of the bench does in a session: one end shares what its preview shows, the other's viewer opens it. */

import { readAhead } from "../../panel/read-ahead.ts";
import {
	openSealedFrame,
	type SealedFrame,
	type ViewerEvent,
} from "../../panel/sealed-frame.ts";
import type { DocumentKind } from "../../policy/kinds.ts";
import type { SharingRules } from "../../policy/settings.ts";
import { abilities } from "../../session/abilities.ts";
import { fileSource } from "../../session/file-source.ts";
import { introduce } from "../../session/introduce.ts";
import { openPeer } from "../../session/peer-link.ts";
import type { Place } from "../../session/place.ts";
import { recordReads } from "../../session/reading-list.ts";
import { openSession, type Session } from "../../session/session.ts";
import type { DocumentSource } from "../../session/source.ts";
import { fillWindow } from "../bare/fill-window.ts";
import { rangesOf64KiB, wholeFirst } from "./other-readings.ts";
import { chosenFile } from "./page-file.ts";
import type { Admission } from "./way.ts";

/**
 * How the watcher reads. `ours`; `whole`: all of it first, then it opens; `plain`: as it goes, in ranges of 64 KiB and
 * without the sharer's list.
 */
export type Reading = "ours" | "whole" | "plain";

const MET = { secret: "55129034", sessionId: "4711" };
const LIMIT = 2_147_483_647;
/** So long without a read, a preview has all it wants. */
const RESTS_MS = 1_000;
const RULES: SharingRules = {
	sharing: {
		visitorDocumentShare: true,
		agentDocumentShare: true,
		agentDownloadDocumentShare: true,
		visitorDownloadDocumentShare: true,
	},
	limits: {
		agentPdfBytes: LIMIT,
		agentSheetBytes: LIMIT,
		visitorPdfBytes: LIMIT,
		visitorSheetBytes: LIMIT,
	},
	requestTimeoutSeconds: 60,
};
const here = new URL("./", location.href).href;

let session: Session | undefined;
let frame: SealedFrame | undefined;
let life = new AbortController();
let ready: Promise<void> = Promise.resolve();
let press = () => {};
let openedAt: Promise<number> = Promise.resolve(0);

export const viewPage = {
	/** Opens the document in a preview and waits for the other end. Resolves when it may be dialled. */
	async offerDocument(
		admission: Admission,
		kind: DocumentKind,
		reading: Reading,
	): Promise<void> {
		life = new AbortController();
		const file = chosenFile();
		const source = recordReads(fileSource(file, kind, file.name));
		const preview = watchReads(source);
		await new Promise<void>((resolve) =>
			show(preview.source, "preview", resolve),
		);
		const list = source.reads;
		await preview.rests();
		const peer = await openPeer({ ...admission, signal: life.signal });
		ready = new Promise((isReady) => {
			peer.accept(async (opened) => {
				const can = abilities();
				const link = await introduce(opened, { ...MET, role: "visitor", can });
				session = openSession({
					link,
					role: "visitor",
					rules: RULES,
					links: [],
					on: {
						changed(state) {
							if (state.phase === "open") isReady();
							else if (state.phase === "asking" && state.agent !== null)
								session?.welcome(true);
						},
						event: () => {},
						notice: () => {},
					},
				});
			});
		});
		press = () => {
			session?.share(source, {
				savable: false,
				from: "computer",
				...(reading === "ours" && { reading: list }),
			});
			frame?.send({ type: "mode", mode: "sharer", other: "Ana" });
		};
	},
	/** Joins, and opens what is shared as soon as it is. Resolves when something may be shared. */
	async joinSharer(
		admission: Admission,
		peerId: string,
		reading: Reading,
	): Promise<void> {
		life = new AbortController();
		const peer = await openPeer({ ...admission, signal: life.signal });
		const link = await introduce(await peer.dial(peerId), {
			...MET,
			role: "agent",
			can: abilities(),
		});
		let told: unknown;
		openedAt = new Promise((opened) => {
			session = openSession({
				link,
				role: "agent",
				agentName: "Ada",
				rules: RULES,
				links: [],
				on: {
					changed(state) {
						// The first change comes before we have the session.
						const source = session?.source;
						if (source && !frame)
							show(readAs(source, reading), "watcher", () => opened(wallMs()));
						if (state.phase !== "open") return;
						const map = state.document?.rows;
						if (map && map !== told) frame?.send({ type: "rows", map });
						told = map;
					},
					event: () => {},
					notice: () => {},
				},
			});
		});
	},
	/** Presses Share. Returns when, as milliseconds of the machine's clock. */
	async pressShare(): Promise<number> {
		await ready;
		const at = wallMs();
		press();
		return at;
	},
	/** When the viewer said that its first page or rows are painted. */
	whenOpened: () => openedAt,
	/** The other person moves: the viewer goes there. */
	goTo(place: Place): number {
		const at = wallMs();
		frame?.send({ type: "place", place });
		return at;
	},
	closeView() {
		frame?.close();
		frame = undefined;
		session?.end();
		session = undefined;
		life.abort();
	},
};

function show(
	source: DocumentSource,
	mode: "preview" | "watcher",
	opened: () => void,
): void {
	frame = openSealedFrame({
		source,
		open: {
			mode,
			lang: "en",
			other: "Ana",
			budget: { inflatedBytes: 536_870_912, cells: 5_000_000 },
		},
		folders: { pages: here, files: here },
		on(event: ViewerEvent) {
			if (event.type === "opened") opened();
			if (event.type === "rows") session?.mapped(event.map);
			if (event.type === "failed") throw new Error(event.detail);
		},
	});
	fillWindow(frame.element);
}

/** Somebody looks at the preview before they share it: all that it reads and paints for itself is done by then. */
function watchReads(source: DocumentSource) {
	let latestMs = performance.now();
	return {
		source: {
			...source,
			read(start: number, end: number, signal?: AbortSignal) {
				latestMs = performance.now();
				return source.read(start, end, signal);
			},
		},
		async rests() {
			while (performance.now() < latestMs + RESTS_MS)
				await new Promise((resolve) => setTimeout(resolve, RESTS_MS / 10));
		},
	};
}

function readAs(source: DocumentSource, reading: Reading): DocumentSource {
	switch (reading) {
		case "ours":
			return readAhead(source);
		case "whole":
			return wholeFirst(source);
		case "plain":
			return rangesOf64KiB(source);
		default:
			return reading satisfies never;
	}
}

/** The same in every page of this machine. */
const wallMs = () => performance.timeOrigin + performance.now();

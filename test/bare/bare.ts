/**
 * A panel with nothing but the viewer, for the viewer's own tests and for `npm run corpus`: it opens a file that the
 * driver hands over, and keeps what the viewer says.
 */

import { openSealedFrame, type SealedFrame } from "../../panel/sealed-frame.ts";
import type { DocumentKind } from "../../policy/kinds.ts";
import type { DocumentSource } from "../../session/source.ts";
import { VIEWER_PAGE } from "../../viewer/port.ts";
import { fillWindow } from "./fill-window.ts";

export type BarePanel = {
	/** Everything the viewer said since the file was opened, oldest first. */
	events: unknown[];
	/** Ranges that were read. */
	reads: [number, number][];
	open(file: File, kind: DocumentKind, mode: Mode): void;
	send: SealedFrame["send"];
	close(): void;
};

type Mode = "preview" | "sharer" | "watcher";

let frame: SealedFrame | undefined;
const here = new URL("./", location.href).href;

const bare: BarePanel = {
	events: [],
	reads: [],
	open(file, kind, mode) {
		bare.close();
		bare.events = [];
		bare.reads = [];
		frame = openSealedFrame({
			source: recordingSource(file, kind),
			open: {
				mode,
				lang: "en",
				other: "Ana",
				budget: { inflatedBytes: 512 * 1_048_576, cells: 5_000_000 },
			},
			folders: { pages: here, files: here },
			on: (event) => bare.events.push(event),
		});
		fillWindow(frame.element);
	},
	send: (message) => frame?.send(message),
	close() {
		frame?.close();
		frame = undefined;
	},
};

function recordingSource(file: File, kind: DocumentKind): DocumentSource {
	return {
		name: file.name,
		kind,
		size: file.size,
		async read(start, end) {
			bare.reads.push([start, end]);
			return new Uint8Array(await file.slice(start, end).arrayBuffer());
		},
		close() {},
	};
}

Object.assign(window, { bare, VIEWER_PAGE });

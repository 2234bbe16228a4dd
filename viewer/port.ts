/**
 * What a panel and the viewer in its sealed frame say to each other, over one MessagePort.
 *
 * The frame has no network and an opaque origin: everything it needs (bytes of the document, pdf.js's character maps
 * and fonts) it asks for here, and everything it says is checked here, because a hostile document may have taken it
 * over. The viewer has the document's own controls (pages, zoom, search, password); Save, Close and Share belong to the
 * panel, where no document can reach them.
 *
 * The panel loads `viewer/<kind>.html` in an iframe with `sandbox="allow-scripts"` and, on its `load`, posts
 * `{ docside: "viewer" }` with the port. The viewer answers `ready`; the panel then sends `open`.
 */
import * as v from "valibot";
import type { DocumentKind } from "../policy/kinds.ts";
import {
	type Find,
	type Found,
	findSchema,
	foundSchema,
	type Place,
	placeSchema,
} from "../session/place.ts";
import { type RowMap, rowMapSchema } from "../session/row-map.ts";

/** The page that shows a kind of document: a CSV and a workbook share one grid. */
export const VIEWER_PAGE: Readonly<Record<DocumentKind, string>> = {
	pdf: "viewer/pdf.html",
	excel: "viewer/sheet.html",
	csv: "viewer/sheet.html",
};

export type ToViewer =
	/** Once, first. */
	| {
			type: "open";
			name: string;
			kind: DocumentKind;
			/** Bytes. */
			size: number;
			/** BCP 47 language of the interface. */
			lang: string;
			/** Name to put beside the other person's pointer. */
			other: string;
			/**
			 * `preview`: nobody else looks, nothing is reported. `sharer`: runs searches and reports `found`.
			 * `watcher`: sends its searches out as `find` and shows the `found` that comes back.
			 */
			mode: "preview" | "sharer" | "watcher";
			/** Bytes a workbook may inflate to, and cells it may hold, before it is refused with a sentence. */
			budget: { inflatedBytes: number; cells: number };
	  }
	/** The preview has been shared: from now on report moves and run searches. */
	| { type: "mode"; mode: "sharer" | "watcher"; other: string }
	/** Answers to `read` and `asset`, by id. `bytes: null`: they cannot be had. */
	| { type: "bytes"; id: number; bytes: Uint8Array<ArrayBuffer> | null }
	/** The other person moved, searches, points. */
	| { type: "place"; place: Place }
	| { type: "find"; find: Find }
	| { type: "found"; found: Found }
	| { type: "pointer"; at: Place | null }
	/** To a watcher of a CSV: where its rows begin, as the sharer tells. */
	| { type: "rows"; map: RowMap }
	/** Are you alive? Answered by `pong` at once. */
	| { type: "ping"; id: number };

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const label = v.pipe(v.string(), v.maxLength(2_000));

/** What was found in the document when it opened. */
const summarySchema = v.variant("kind", [
	v.strictObject({ kind: v.literal("pdf"), pages: offset }),
	v.strictObject({
		kind: v.literal("excel"),
		/** Names of all sheets in order, hidden ones too; `hidden` counts those. */
		sheets: v.array(label),
		hidden: offset,
	}),
	v.strictObject({
		kind: v.literal("csv"),
		/** With the header line; of what has been read when `complete` is false. */
		rows: offset,
		columns: offset,
		delimiter: label,
		/** WHATWG label, lower case. */
		encoding: label,
		complete: v.boolean(),
	}),
]);

/** Why a document cannot be shown; each has a sentence in words/. */
export const VIEW_FAILURES = [
	/** It is damaged, or not what its name says. */
	"damaged",
	/** A kind of file that is not shared: macros, a binary workbook, another program's file. */
	"unsupported",
	/** A workbook larger than the budget once unpacked. */
	"too-complex",
	/** Encrypted in a way that cannot be opened here, even with its password. */
	"encrypted",
	/** It did not open in time, or stopped answering. */
	"hung",
	/** Its bytes cannot be had any more. */
	"gone",
] as const;

const fromViewerSchema = v.variant("type", [
	/** First: the page is loaded. */
	v.strictObject({ type: v.literal("ready") }),
	/** The document is open and its first page or rows are painted. Sent again as a CSV's count of rows grows. */
	v.strictObject({ type: v.literal("opened"), summary: summarySchema }),
	/** A password is asked for, in the frame. It never leaves it. */
	v.strictObject({ type: v.literal("locked") }),
	v.strictObject({
		type: v.literal("failed"),
		failure: v.picklist(VIEW_FAILURES),
		/** For the log of a developer, never for the screen. */
		detail: label,
	}),
	/** Wants bytes of the document. Answered by `bytes`. */
	v.strictObject({
		type: v.literal("read"),
		id,
		start: offset,
		end: offset,
	}),
	/** Does not want them any more. */
	v.strictObject({ type: v.literal("unread"), id }),
	/** Wants one of the viewer's own files, such as `cmaps/UniJIS-UCS2-H.bcmap`. Answered by `bytes`. */
	v.strictObject({
		type: v.literal("asset"),
		id,
		path: v.pipe(
			v.string(),
			v.maxLength(100),
			v.regex(/^(cmaps|standard_fonts|wasm|iccs)\/[A-Za-z0-9_-]+\.[a-z]{2,5}$/),
		),
	}),
	/** This screen's own person moved, by wheel, key, touch or pointer. */
	v.strictObject({ type: v.literal("place"), place: placeSchema }),
	v.strictObject({ type: v.literal("find"), find: findSchema }),
	v.strictObject({ type: v.literal("found"), found: foundSchema }),
	v.strictObject({
		type: v.literal("pointer"),
		at: v.nullable(placeSchema),
	}),
	/** From a sharer's CSV: where its rows begin. Sent again as its count of rows grows. */
	v.strictObject({ type: v.literal("rows"), map: rowMapSchema }),
	v.strictObject({ type: v.literal("pong"), id }),
	/** A link in the document was followed, by its own person, and confirmed. Only http, https and mailto. */
	v.strictObject({
		type: v.literal("follow"),
		url: v.pipe(
			v.string(),
			v.maxLength(2_048),
			v.regex(/^(https?:\/\/|mailto:)/i),
		),
	}),
	/** Escape was pressed and nothing in the frame wanted it. */
	v.strictObject({ type: v.literal("escape") }),
]);

export type FromViewer = v.InferOutput<typeof fromViewerSchema>;
export type Summary = v.InferOutput<typeof summarySchema>;
export type ViewFailure = (typeof VIEW_FAILURES)[number];

/** Reads a message from the sealed frame. Returns undefined for anything that is not exactly one: it is dropped. */
export function parseFromViewer(value: unknown): FromViewer | undefined {
	const result = v.safeParse(fromViewerSchema, value);
	return result.success ? result.output : undefined;
}

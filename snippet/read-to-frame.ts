import * as v from "valibot";
import type { ToFrame } from "./frame-port.ts";

const number = v.pipe(v.number(), v.integer(), v.minValue(0));
/** The page may say as much as it likes: what is longer is cut, and the end is what counts of a path. */
const text = (max: number) =>
	v.pipe(
		v.string(),
		v.transform((whole) => whole.slice(0, max)),
	);
const path = v.pipe(
	v.string(),
	v.transform((whole) => whole.slice(-2_000)),
);

const fetchedSchema = v.variant("got", [
	v.object({
		got: v.literal("document"),
		blob: v.instance(Blob),
		disposition: text(2_000),
		mediaType: text(200),
		path,
	}),
	v.object({
		got: v.literal("status"),
		status: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999)),
	}),
	v.object({ got: v.literal("too-large") }),
	v.object({ got: v.literal("nothing") }),
]);

const toFrameSchema = v.variant("type", [
	v.object({ type: v.literal("end") }),
	v.object({ type: v.literal("start") }),
	v.object({ type: v.literal("checks"), on: v.boolean() }),
	v.object({
		type: v.literal("link"),
		link: number,
		path,
		download: text(500),
		text: text(500),
	}),
	v.object({
		type: v.literal("fetched"),
		link: number,
		fetched: fetchedSchema,
	}),
	v.object({
		type: v.literal("verdict"),
		check: number,
		allowed: v.boolean(),
		reason: text(300),
	}),
	v.object({
		type: v.literal("asking"),
		request: number,
		byPage: v.boolean(),
	}),
	v.object({
		type: v.literal("answer"),
		request: number,
		answer: v.picklist(["accepted", "declined"]),
	}),
]);

/** Reads one message of the loader's. Undefined for anything else: scripts of the page can reach the loader. */
export function readToFrame(value: unknown): ToFrame | undefined {
	const result = v.safeParse(toFrameSchema, value);
	return result.success ? result.output : undefined;
}

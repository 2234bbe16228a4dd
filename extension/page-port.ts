/**
 * What the content script in the viewer's page and the panel in its frame say to each other. They speak over the
 * extension's own messaging: the page can neither hear it nor take part.
 */
import * as v from "valibot";

export const PANEL_PORT = "docside-panel";

/** To the panel. */
const toPanelSchema = v.variant("type", [
	/** First, and whenever it changes: what the page says. */
	v.strictObject({
		type: v.literal("page"),
		/** The session key that the page shows, if it shows one. */
		key: v.nullable(v.pipe(v.string(), v.maxLength(100))),
		secure: v.boolean(),
		/**
		 * The extension's folder as frames on this page must address it: pages that can be loaded into other pages have
		 * a random address (`use_dynamic_url`), which only a content script is told.
		 */
		folder: v.pipe(v.string(), v.regex(/^[a-z-]+:\/\/[0-9a-f-]+\/$/)),
	}),
	/** The panel is on the screen, or not any more. */
	v.strictObject({ type: v.literal("shown"), shown: v.boolean() }),
]);

/** To the content script. */
const toPageSchema = v.variant("type", [
	/** How much room the panel needs: a menu of this height, in CSS pixels, or room for a document. */
	v.strictObject({
		type: v.literal("layout"),
		layout: v.picklist(["menu", "document"]),
		height: v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)),
	}),
	/** Hide the panel and give the focus back to the icon. */
	v.strictObject({ type: v.literal("hide") }),
	/** Show it: something has arrived that the agent should see. */
	v.strictObject({ type: v.literal("show") }),
	/** A session is on: the icon shows it. */
	v.strictObject({ type: v.literal("active"), active: v.boolean() }),
	/** Whether the browser asks before this page is left: something of the agent's would be lost. */
	v.strictObject({ type: v.literal("leaving"), asks: v.boolean() }),
	/** For the page, where it asked for events (`data-docside-toolbar`). */
	v.strictObject({
		type: v.literal("event"),
		event: v.pipe(v.string(), v.maxLength(40)),
		detail: v.record(v.string(), v.string()),
	}),
]);

export type ToPanel = v.InferOutput<typeof toPanelSchema>;
export type ToPage = v.InferOutput<typeof toPageSchema>;

/** Undefined for anything that is not exactly one message. */
export function parseToPanel(value: unknown): ToPanel | undefined {
	const result = v.safeParse(toPanelSchema, value);
	return result.success ? result.output : undefined;
}

/** Undefined for anything that is not exactly one message. */
export function parseToPage(value: unknown): ToPage | undefined {
	const result = v.safeParse(toPageSchema, value);
	return result.success ? result.output : undefined;
}

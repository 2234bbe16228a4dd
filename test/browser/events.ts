import type { Room } from "./room.ts";

/** What integrators can hear. */
const EVENTS = [
	"sessionstart",
	"sessionend",
	"documentShared",
	"documentDownloaded",
	"enddocshare",
	"enddocsharepreview",
] as const;

export type Heard = { event: string; detail: unknown; on: string };

declare global {
	var docsideHeard: Heard[] | undefined;
}

/**
 * Listens where a site and a viewer's page would, and everywhere else: each entry says on what it was heard. At the
 * visitor `on` and the tag, at the agent the marked element.
 */
export async function listenToEvents({ agent, visitor }: Room): Promise<void> {
	for (const { page } of [agent, visitor])
		await page.evaluate((names) => {
			const heard: Heard[] = [];
			globalThis.docsideHeard = heard;
			const nameOf = (target: EventTarget | null) => {
				if (target === window) return "window";
				if (!(target instanceof Element)) return "document";
				if (target.hasAttribute("data-docside-toolbar")) return "toolbar";
				return target.localName;
			};
			for (const event of names) {
				// Captured at the window, so that whatever it is sent to is seen.
				window.addEventListener(
					event,
					(sent) => {
						if (sent instanceof CustomEvent)
							heard.push({
								event,
								detail: sent.detail,
								on: nameOf(sent.target),
							});
					},
					true,
				);
				const docside: unknown = Reflect.get(window, "Docside");
				if (typeof docside !== "object" || docside === null) continue;
				const on: unknown = Reflect.get(docside, "on");
				if (typeof on === "function")
					on.call(docside, event, (detail: unknown) =>
						heard.push({ event, detail, on: "Docside.on" }),
					);
			}
		}, EVENTS);
}

/** What was heard on one thing since the last time this was asked, in order. */
export async function heardOn(
	room: Room,
	who: "agent" | "visitor",
): Promise<Heard[]> {
	return room[who].page.evaluate(
		() => globalThis.docsideHeard?.splice(0) ?? [],
	);
}

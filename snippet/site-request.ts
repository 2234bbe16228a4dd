import type { DocsideRequest } from "./docside.d.ts";
import type { ToFrame, ToLoader } from "./frame-port.ts";

type Asked = Extract<ToLoader, { type: "request" }>;

/** A request as the page's scripts see it: facts, and the two answers. */
export type SiteRequest = { detail: DocsideRequest; over(): void };

/** Makes one. `accepted`: the frame is about to ask which file. */
export function createSiteRequest(
	{ request, agent, savable, termsUrl }: Asked,
	on: { toFrame(message: ToFrame): void; accepted(): void },
): SiteRequest {
	const ending = new AbortController();
	const { signal } = ending;

	function answer(given: "accepted" | "declined"): boolean {
		if (signal.aborted) return false;
		ending.abort();
		on.toFrame({ type: "answer", request, answer: given });
		return true;
	}

	return {
		detail: {
			agent,
			savable,
			termsUrl,
			signal,
			accept() {
				// Older browsers do not say: there, too, accepting sends nothing.
				if (navigator.userActivation?.isActive === false) return false;
				const taken = answer("accepted");
				if (taken) on.accepted();
				return taken;
			},
			decline: () => answer("declined"),
		},
		over: () => ending.abort(),
	};
}

import { useEffect, useRef, useState } from "preact/hooks";
import type { LoaderPort } from "./loader-port.ts";

/** A page that is busy for longer than this finds our question on the screen. */
const PAGE_ANSWERS_MS = 500;

/** `savable`: the agent will be able to save what is shared. */
export type RequestFacts = {
	agent: string;
	savable: boolean;
	termsUrl: string | null;
};

/**
 * Tells the page that an agent asks for a document, and lets it ask the visitor itself. `key` is another one for each
 * request, undefined when there is none. Returns who asks the visitor; undefined while that is not known.
 */
export function useSiteRequest(options: {
	loader: LoaderPort;
	key: string | undefined;
	facts: RequestFacts;
	onAnswer(answer: "accepted" | "declined"): void;
}): "frame" | "page" | undefined {
	const { loader, key } = options;
	const [asker, setAsker] = useState<"frame" | "page">();
	const latest = useRef(options);
	latest.current = options;
	const count = useRef(0);

	useEffect(() => {
		if (key === undefined) return;
		count.current += 1;
		const request = count.current;
		const stops = [
			loader.on("asking", (message) => {
				if (message.request === request)
					setAsker(message.byPage ? "page" : "frame");
			}),
			loader.on("answer", (message) => {
				if (message.request === request)
					latest.current.onAnswer(message.answer);
			}),
		];
		const patience = setTimeout(
			() => setAsker((now) => now ?? "frame"),
			PAGE_ANSWERS_MS,
		);
		const { agent, savable, termsUrl } = latest.current.facts;
		loader.send({ type: "request", request, agent, savable, termsUrl });
		return () => {
			clearTimeout(patience);
			for (const stop of stops) stop();
			setAsker(undefined);
			loader.send({ type: "request-over", request });
		};
	}, [loader, key]);
	return asker;
}

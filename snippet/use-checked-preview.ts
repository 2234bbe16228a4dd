import { useEffect, useRef } from "preact/hooks";
import type { PreviewInPanel } from "../panel/use-preview.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import type { DocsideDocument } from "./docside.d.ts";
import type { LoaderPort } from "./loader-port.ts";

/** A page that has not answered by then denies. */
const CHECK_TIMEOUT_MS = 10_000;
/** Most pages answer before anybody would wonder. */
const WONDER_MS = 500;

type Verdict = { allowed: boolean; reason: string } | "late";

/**
 * A preview whose Share asks the page first, where it has a check (`Docside.beforeShare`). Nothing leaves before the
 * page has allowed it. `atFirst`: whether it has one when the frame opens.
 */
export function useCheckedPreview(options: {
	preview: PreviewInPanel;
	loader: LoaderPort;
	atFirst: boolean;
	words: Words;
	tell(sentence: string): void;
}): PreviewInPanel {
	const { preview, loader, words, tell } = options;
	const ask = useSiteCheck(loader, options.atFirst);
	const latest = useRef(preview);
	latest.current = preview;
	/** What the page is being asked about: a second press of Share changes nothing. */
	const asking = useRef<DocumentSource | undefined>(undefined);

	return {
		...preview,
		async share(session, viewOnly) {
			const source = preview.preview?.source;
			if (!source || asking.current === source) return;
			const { name, kind, size } = source;
			const verdict = ask({ name, kind, size, sharedBy: "visitor" });
			if (!verdict) return preview.share(session, viewOnly);
			asking.current = source;
			const wonder = setTimeout(() => tell(words.link.checking), WONDER_MS);
			const answer = await verdict;
			clearTimeout(wonder);
			asking.current = undefined;
			// Cancelled, or another file was chosen, while the page thought.
			const now = latest.current;
			if (now.preview?.source !== source) return;
			tell("");
			if (answer === "late") tell(words.link.noAnswer(name));
			else if (answer.allowed) now.share(session, viewOnly);
			else tell(words.link.notAllowed(name, answer.reason));
		},
	};
}

/** Asks the page. The function returns undefined where the page has no check. */
function useSiteCheck(loader: LoaderPort, atFirst: boolean) {
	const has = useRef(atFirst);
	const count = useRef(0);
	useEffect(
		() =>
			loader.on("checks", ({ on }) => {
				has.current = on;
			}),
		[loader],
	);
	return (document: DocsideDocument): Promise<Verdict> | undefined => {
		if (!has.current) return undefined;
		count.current += 1;
		const check = count.current;
		return new Promise((resolve) => {
			const late = setTimeout(() => answer("late"), CHECK_TIMEOUT_MS);
			const stop = loader.on("verdict", (verdict) => {
				if (verdict.check === check) answer(verdict);
			});
			function answer(verdict: Verdict) {
				clearTimeout(late);
				stop();
				resolve(verdict);
			}
			loader.send({ type: "check", check, document });
		});
	};
}

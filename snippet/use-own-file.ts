import { useEffect, useRef, useState } from "preact/hooks";
import { checkFile } from "../panel/chosen-file.ts";
import { type PreviewInPanel, usePreview } from "../panel/use-preview.ts";
import type { DocumentKind } from "../policy/kinds.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import type { LoaderPort } from "./loader-port.ts";
import { useCheckedPreview } from "./use-checked-preview.ts";
import type { GatheringInPanel } from "./use-gathering.ts";

export interface OwnFileInPanel {
	preview: PreviewInPanel;
	/** The kinds that may be shared. */
	kinds: readonly DocumentKind[];
	/**
	 * The place to choose a file is on the screen. `agent`: who has asked for one; all of them, where it is what was shared
	 * before the page was loaded anew.
	 */
	picking: { agent: string } | undefined;
	choose(file: File): void;
	/** Previews a document behind a link of the page's. It answers a request that is open, and needs none. */
	openLinked(source: DocumentSource): void;
	/** No file is chosen after all. */
	decline(): void;
}

/** The visitor's own file: chosen, previewed, and shared when the visitor says so. */
export function useOwnFile(options: {
	loader: LoaderPort;
	session: GatheringInPanel;
	/** What the administrator lets people share. */
	kinds: readonly DocumentKind[];
	/** Whether the page checks documents when the frame opens. */
	checks: boolean;
	words: Words;
}): OwnFileInPanel {
	const { loader, session, kinds, checks, words } = options;
	const { gathering, tell } = session;
	const { agents, shared, request } = session.picture;
	/** What is previewed is shared of the visitor's own accord: no request has to be open for it. */
	const [unasked, setUnasked] = useState(false);
	const chosen = usePreview({
		role: "visitor",
		rules: gathering?.rules,
		links: [],
		tell,
		onEnd: (name) =>
			loader.send({
				type: "event",
				event: "enddocsharepreview",
				detail: { name },
			}),
	});
	const preview = useCheckedPreview({
		preview: chosen,
		loader,
		atFirst: checks,
		words,
		tell,
	});

	const hasPreview = preview.preview !== undefined;
	useEffect(() => {
		if (!hasPreview) setUnasked(false);
	}, [hasPreview]);
	const isLeftOver = session.shareAgain !== "" && !shared && !request;
	// The agent took the request back while a file was being chosen.
	const mayShare =
		request !== undefined || shared !== undefined || unasked || isLeftOver;
	useEffect(() => {
		if (!mayShare) preview.cancel();
	}, [mayShare]);

	const isPicking =
		(request?.stage === "accepted" || isLeftOver) && !hasPreview;

	// A system's dialog outlives the place it was opened from: what is chosen there then is for nobody.
	const mayChoose = isPicking || hasPreview;
	const latest = useRef(mayChoose);
	latest.current = mayChoose;
	useEffect(() => {
		if (mayChoose) return;
		setUnasked(false);
		preview.cancel();
	}, [mayChoose]);

	function choose(file: File) {
		if (!latest.current) return;
		tell("");
		if (isLeftOver) setUnasked(true);
		void preview.choose("computer", () => checkFile(file, kinds, words));
	}

	return {
		preview,
		kinds,
		picking: isPicking
			? { agent: isLeftOver ? agents : (request?.by.agent ?? "") }
			: undefined,
		choose,
		openLinked(source) {
			gathering?.answer("accepted");
			setUnasked(true);
			tell("");
			preview.open(source, "computer");
		},
		decline() {
			session.dropShareAgain();
			tell("");
			gathering?.answer("declined");
		},
	};
}

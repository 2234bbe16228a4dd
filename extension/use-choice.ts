import { useRef, useState } from "preact/hooks";
import { type ChosenFile, checkFile } from "../panel/chosen-file.ts";
import type { PreviewInPanel } from "../panel/use-preview.ts";
import { allowedKinds } from "../policy/kinds.ts";
import { type Provenance, sizeLimit } from "../policy/rules.ts";
import type { AgentSettings, ApprovedLink } from "../policy/settings.ts";
import type { Words } from "../words/words.ts";
import { type FetchedDocument, fetchApprovedLink } from "./approved-link.ts";

const FETCH_TIMEOUT_MS = 60_000;

export interface ChoiceInPanel {
	/** The approved document that is being fetched. */
	fetching: ApprovedLink | undefined;
	/** Why the last choice could not be previewed. */
	wrong: string;
	/** Checks a file of this computer, for a preview. */
	chooseFile(file: File): Promise<void>;
	/** Fetches an approved document, for a preview. */
	chooseLink(link: ApprovedLink): Promise<void>;
	/** What was chosen is no single file. */
	refuse(why: string): void;
	/** What is on its way to the preview does not come there any more. */
	drop(): void;
}

/** What the agent chooses to share, on its way to the preview. `onChoose` is called before anything is said of it. */
export function useChoice(options: {
	settings: AgentSettings | undefined;
	preview: PreviewInPanel;
	words: Words;
	onChoose(): void;
}): ChoiceInPanel {
	const { settings, words, onChoose } = options;
	const [wrong, setWrong] = useState("");
	const [fetching, setFetching] = useState<ApprovedLink>();

	/** Who is aborted was overtaken by another choice, or by the end of the session. */
	const current = useRef<AbortController | undefined>(undefined);

	function drop() {
		current.current?.abort();
		setFetching(undefined);
	}

	function startAnew(): AbortSignal {
		drop();
		current.current = new AbortController();
		// What was said about the last document or request would be taken for news of the next.
		setWrong("");
		onChoose();
		return current.current.signal;
	}

	function show(
		chosen: ChosenFile | FetchedDocument,
		from: Provenance,
		stop: AbortSignal,
	) {
		if (!stop.aborted) {
			setFetching(undefined);
			if (chosen.ok) options.preview.open(chosen.source, from);
			else setWrong(chosen.why);
		} else if (chosen.ok) chosen.source.close();
	}

	async function chooseFile(file: File) {
		const stop = startAnew();
		const kinds = allowedKinds(settings?.types);
		show(await checkFile(file, kinds, words), "computer", stop);
	}

	async function chooseLink(link: ApprovedLink) {
		if (!settings) return;
		const stop = startAnew();
		setFetching(link);
		const { id, kind } = link;
		const limit = sizeLimit(settings, {
			sharedBy: "agent",
			kind,
			savable: false,
		});
		const late = AbortSignal.timeout(FETCH_TIMEOUT_MS);
		const either = AbortSignal.any([stop, late]);
		const fetched = await fetchApprovedLink(link, limit, words, either);
		show(fetched, { link: id }, stop);
	}

	return { fetching, wrong, chooseFile, chooseLink, refuse: setWrong, drop };
}

import { useState } from "preact/hooks";
import { checkFile } from "../panel/chosen-file.ts";
import type { PreviewInPanel } from "../panel/use-preview.ts";
import { allowedKinds } from "../policy/kinds.ts";
import { sizeLimit } from "../policy/rules.ts";
import type { AgentSettings, ApprovedLink } from "../policy/settings.ts";
import type { Words } from "../words/words.ts";
import { fetchApprovedLink } from "./approved-link.ts";

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
}

/** What the agent chooses to share, on its way to the preview. `onChoose` is called before anything is said of it. */
export function useChoice(options: {
	settings: AgentSettings | undefined;
	preview: PreviewInPanel;
	words: Words;
	onChoose(): void;
}): ChoiceInPanel {
	const { settings, preview, words, onChoose } = options;
	const [wrong, setWrong] = useState("");
	const [fetching, setFetching] = useState<ApprovedLink>();

	// What was said about the last document or request would be taken for news of the next.
	function startAnew() {
		setWrong("");
		onChoose();
	}

	async function chooseFile(file: File) {
		startAnew();
		const checked = await checkFile(file, allowedKinds(settings?.types), words);
		if (checked.ok) preview.open(checked.source, "computer");
		else setWrong(checked.why);
	}

	async function chooseLink(link: ApprovedLink) {
		if (!settings) return;
		startAnew();
		setFetching(link);
		const { kind } = link;
		const limit = sizeLimit(settings, {
			sharedBy: "agent",
			kind,
			savable: false,
		});
		const stop = AbortSignal.timeout(FETCH_TIMEOUT_MS);
		const fetched = await fetchApprovedLink(link, limit, words, stop);
		setFetching(undefined);
		if (fetched.ok) preview.open(fetched.source, { link: link.id });
		else setWrong(fetched.why);
	}

	return { fetching, wrong, chooseFile, chooseLink, refuse: setWrong };
}

import { useEffect, useRef, useState } from "preact/hooks";
import { checkFile } from "../panel/chosen-file.ts";
import type { DocumentKind } from "../policy/kinds.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import type { Fetched, MarkedLink, ToLoader } from "./frame-port.ts";
import { nameOfLink, shownName } from "./link-name.ts";
import type { LoaderPort } from "./loader-port.ts";

/** A document of the page's is held in memory until it is closed. */
const MAX_LINKED_BYTES = 104_857_600;

/** The visitor has clicked a link that the site marked. */
export type LinkQuestion = {
	link: number;
	facts: MarkedLink;
	/** To be shown. */
	name: string;
} & ({ stage: "asked" | "fetching" } | { stage: "failed"; why: string });

export interface LinkQuestionInPanel {
	question: LinkQuestion | undefined;
	/** Fetches the document, for a preview. */
	view(): void;
	/** `follow`: the link does what it always did. Otherwise nothing happens, and the focus goes back to it. */
	leave(follow: boolean): void;
}

/** Links of the page, while they are `offered`. `onOpen` gets the document that the visitor wanted to view together. */
export function useLinkQuestion(options: {
	loader: LoaderPort;
	offered: boolean;
	/** What the administrator lets people share. */
	kinds: readonly DocumentKind[];
	words: Words;
	onAsked(): void;
	onOpen(source: DocumentSource): void;
}): LinkQuestionInPanel {
	const { loader, offered } = options;
	const [question, setQuestion] = useState<LinkQuestion>();
	const latest = useRef({ ...options, question });
	latest.current = { ...options, question };
	const left = useRef<ToLoader | undefined>(undefined);

	useEffect(() => {
		loader.send({ type: "links", offered });
		if (!offered) setQuestion(undefined);
	}, [loader, offered]);

	// The page takes the focus back when the question has gone, and with it all that moves the focus in here.
	useEffect(() => {
		if (question || !left.current) return;
		loader.send(left.current);
		left.current = undefined;
	}, [loader, question]);

	useEffect(
		() =>
			loader.on("link", ({ type: _, link, ...facts }) => {
				if (!latest.current.offered) return;
				const name = shownName(nameOfLink(facts));
				setQuestion({ link, facts, name, stage: "asked" });
				latest.current.onAsked();
			}),
		[loader],
	);
	useEffect(
		() =>
			loader.on("fetched", ({ link, fetched }) => {
				void arrived(link, fetched);
			}),
		[loader],
	);

	/** What the visitor has asked for, and has not given up meanwhile. */
	function awaited(link: number): LinkQuestion | undefined {
		const { question: now } = latest.current;
		return now?.link === link && now.stage === "fetching" ? now : undefined;
	}

	async function arrived(link: number, fetched: Fetched) {
		const asked = awaited(link);
		if (!asked) return;
		const { kinds, words } = latest.current;
		const fail = (why: string) =>
			setQuestion({ ...asked, stage: "failed", why });
		if (fetched.got !== "document")
			return fail(failureSentence(asked.name, fetched, words));
		const { blob } = fetched;
		if (blob.size > MAX_LINKED_BYTES)
			return fail(words.link.tooLarge(asked.name, MAX_LINKED_BYTES));
		const file = new File([blob], nameOfLink(asked.facts, fetched));
		const checked = await checkFile(file, kinds, words);
		if (!awaited(link)) {
			if (checked.ok) checked.source.close();
			return;
		}
		if (!checked.ok) return fail(checked.why);
		loader.send({ type: "link-over", link, next: "stay" });
		setQuestion(undefined);
		latest.current.onOpen(checked.source);
	}

	return {
		question,
		view() {
			if (!question) return;
			const { link, facts, name } = question;
			setQuestion({ link, facts, name, stage: "fetching" });
			loader.send({ type: "fetch", link, most: MAX_LINKED_BYTES });
		},
		leave(follow) {
			if (!question) return;
			left.current = {
				type: "link-over",
				link: question.link,
				next: follow ? "follow" : "back",
			};
			setQuestion(undefined);
		},
	};
}

function failureSentence(
	name: string,
	fetched: Exclude<Fetched, { got: "document" }>,
	words: Words,
): string {
	const say = words.link;
	switch (fetched.got) {
		case "too-large":
			return say.tooLarge(name, MAX_LINKED_BYTES);
		case "nothing":
			return say.unreachable(name);
		case "status":
			if (fetched.status === 401 || fetched.status === 403)
				return say.denied(name);
			return fetched.status === 404 || fetched.status === 410
				? say.missing(name)
				: say.failed(name, fetched.status);
		default:
			return fetched satisfies never;
	}
}

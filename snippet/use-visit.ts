import { useEffect, useState } from "preact/hooks";
import { allowedKinds } from "../policy/kinds.ts";
import { mayShareFiles } from "../policy/rules.ts";
import type { Member } from "../session/gathering-state.ts";
import type { Words } from "../words/words.ts";
import type { FrameOpening } from "./frame-port.ts";
import type { LoaderPort } from "./loader-port.ts";
import { type ArrivalsInPanel, useArrivals } from "./use-arrivals.ts";
import { type GatheringInPanel, useGathering } from "./use-gathering.ts";
import {
	type LinkQuestionInPanel,
	useLinkQuestion,
} from "./use-link-question.ts";
import { useMinimised } from "./use-minimised.ts";
import { type OwnFileInPanel, useOwnFile } from "./use-own-file.ts";
import { useRequestQuestion } from "./use-request-question.ts";
import type { RequestFacts } from "./use-site-request.ts";

/** What the visitor's screens show, and what can be done on them. */
export interface Visit {
	session: GatheringInPanel;
	arrivals: ArrivalsInPanel;
	file: OwnFileInPanel;
	link: LinkQuestionInPanel;
	dialog: OpenDialog | undefined;
	/** A document is on the screen: the visitor's own before it is shared, or the one that all look at. */
	showsDocument: boolean;
	/** A small sign is all there is to see of the session. */
	minimised: boolean;
	minimise(): void;
	restore(): void;
	/** Shows a key for one more agent. */
	invite(): void;
	/** A copy is on its way to this device, or not any more. */
	setSaving(isSaving: boolean): void;
	/** There is nothing more to show: the frame is taken away. */
	close(): void;
}

/** What is asked, or shown, before anything else goes on: one at a time. */
export type OpenDialog =
	| { about: "joining"; joining: Member; agent: string }
	| { about: "link" }
	| { about: "request"; facts: RequestFacts }
	| { about: "invitation" };

/** The visit of one page, from the first key to the end: what the visitor and the site's page do in it. */
export function useVisit(options: {
	opening: FrameOpening;
	loader: LoaderPort;
	words: Words;
	server: string;
}): Visit {
	const { opening, loader, words, server } = options;
	const session = useGathering({
		words,
		onEvent(event) {
			// What is only previewed ends before the session that it was for.
			if (event.event === "sessionend") file.preview.cancel();
			loader.send({ type: "event", ...event });
		},
	});
	const { gathering, state, picture } = session;
	const { open, joining, shared, request } = picture;
	const arrivals = useArrivals({ opening, loader, server, session });
	const { house, attempt, inviting } = arrivals;
	const kinds = allowedKinds(house?.types);
	const [saving, setSaving] = useState(false);

	const close = () => loader.send({ type: "closed" });
	useEffect(() =>
		loader.on("end", () => {
			if (gathering && !picture.isOver) gathering.end();
			else close();
		}),
	);

	const asked = useRequestQuestion({
		loader,
		session,
		attempt,
		termsUrl: house?.termsUrl ?? null,
	});
	const link = useLinkQuestion({
		loader,
		offered:
			open !== undefined &&
			gathering?.rules !== undefined &&
			mayShareFiles(gathering.rules, "visitor"),
		kinds,
		words,
		onAsked: () => setMinimised(false),
		onOpen: (source) => file.openLinked(source),
	});

	const question = asked || request?.stage === "accepted" ? request : undefined;
	const [minimised, setMinimised] = useMinimised(open !== undefined, [
		state?.phase,
		question && `${question.by.id} ${question.number}`,
		shared?.share,
		joining?.id,
		inviting,
	]);

	const minimise = () => setMinimised(true);
	const restore = () => setMinimised(false);

	const invite = () => {
		restore();
		arrivals.invite();
	};
	useEffect(() => loader.on("start", invite));

	const file = useOwnFile({
		loader,
		session,
		kinds,
		checks: opening.checks,
		words,
	});
	const hasPreview = file.preview.preview !== undefined;

	// What the agent shares comes back after a page load; a file of the visitor's own, and half a copy, do not.
	const losesByLeaving = hasPreview || shared?.sharedBy === "visitor" || saving;
	useEffect(
		() => loader.send({ type: "leaving", asks: losesByLeaving }),
		[losesByLeaving],
	);

	const showsDocument = hasPreview || shared !== undefined;
	const isPill = minimised && open !== undefined;
	const layout = isPill ? "pill" : showsDocument ? "document" : "card";
	useEffect(() => loader.send({ type: "layout", layout }), [layout]);

	return {
		session,
		arrivals,
		file,
		link,
		dialog: openDialog(joining, link, asked, inviting),
		showsDocument,
		minimised: isPill,
		minimise,
		restore,
		invite,
		setSaving,
		close,
	};
}

/** Who asks to be let in comes first, and a key for one more last. */
function openDialog(
	joining: Member | undefined,
	link: LinkQuestionInPanel,
	asked: RequestFacts | undefined,
	inviting: boolean,
): OpenDialog | undefined {
	if (joining?.agent)
		return { about: "joining", joining, agent: joining.agent };
	if (link.question) return { about: "link" };
	if (asked) return { about: "request", facts: asked };
	return inviting ? { about: "invitation" } : undefined;
}

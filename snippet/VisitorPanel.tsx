import { useLayoutEffect } from "preact/hooks";
import type { Words } from "../words/words.ts";
import { paintAccent } from "./branding.ts";
import { Pill } from "./cards.tsx";
import type { FrameOpening } from "./frame-port.ts";
import type { LoaderPort } from "./loader-port.ts";
import { useVisit } from "./use-visit.ts";
import { VisitCard } from "./VisitCard.tsx";
import { VisitDocument } from "./VisitDocument.tsx";

type VisitorPanelProps = {
	opening: FrameOpening;
	loader: LoaderPort;
	words: Words;
	/** The server the frame came from, as a URL ending in a slash. */
	server: string;
};

/** The visitor's side: shows the key, asks before anything happens, and shows documents. */
export function VisitorPanel(props: VisitorPanelProps) {
	const { opening, words, server } = props;
	const visit = useVisit(props);
	const { gathering, picture } = visit.session;

	const { house } = visit.arrivals;
	const accent = opening.accent ?? house?.branding?.accent ?? null;
	useLayoutEffect(
		() => paintAccent(document.documentElement, accent),
		[accent],
	);

	if (gathering && visit.showsDocument)
		return (
			<VisitDocument
				visit={visit}
				gathering={gathering}
				words={words}
				server={server}
			/>
		);
	if (visit.minimised)
		return <Pill picture={picture} words={words} onRestore={visit.restore} />;
	return <VisitCard visit={visit} words={words} />;
}

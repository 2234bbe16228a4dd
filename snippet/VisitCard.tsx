import { Notices } from "../panel/Notices.tsx";
import type { Words } from "../words/words.ts";
import { CardShell } from "./CardShell.tsx";
import { ClosedCard, DeskCard, OpenCard } from "./cards.tsx";
import type { Visit } from "./use-visit.ts";
import { VisitDialog } from "./VisitDialog.tsx";
import { VisitFoot } from "./VisitFoot.tsx";

type VisitCardProps = {
	visit: Visit;
	words: Words;
};

/** The screen without a document: the key, a question, the place to choose a file, or how the session has ended. */
export function VisitCard({ visit, words }: VisitCardProps) {
	const { session, arrivals, file, link, dialog, close } = visit;
	const { state, picture, sentence, tell } = session;
	const minimise = () => {
		link.leave(false);
		visit.minimise();
	};
	return (
		<CardShell
			words={words}
			settings={arrivals.house}
			onMinimise={picture.open && minimise}
		>
			<Notices sentence={sentence} words={words} onDismiss={() => tell("")} />
			{dialog ? (
				<VisitDialog dialog={dialog} visit={visit} words={words} />
			) : (
				picture.open && <OpenCard picture={picture} file={file} words={words} />
			)}
			{state && !(dialog && state.phase === "asking") ? (
				<ClosedCard
					state={state}
					words={words}
					onAgain={arrivals.startAgain}
					onClose={close}
				/>
			) : (
				!state && (
					<DeskCard
						desk={arrivals.desk}
						words={words}
						onAgain={arrivals.startAgain}
						onClose={close}
					/>
				)
			)}
			<VisitFoot visit={visit} words={words} />
		</CardShell>
	);
}

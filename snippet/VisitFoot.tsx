import { Button } from "../look/Button.tsx";
import { SessionFoot } from "../panel/SessionFoot.tsx";
import type { Words } from "../words/words.ts";
import { peopleOf } from "./guests.ts";
import type { Visit } from "./use-visit.ts";

type VisitFootProps = {
	visit: Visit;
	words: Words;
};

/** With whom the visitor is in session, the way to one more agent, and the way out. */
export function VisitFoot({ visit, words }: VisitFootProps) {
	const { gathering, picture } = visit.session;
	const { open, guests, agents } = picture;
	if (!gathering || !open) return null;
	return (
		<SessionFoot
			people={peopleOf(guests)}
			label={words.visitor.inSession(agents)}
			travels={gathering.travels}
			words={words}
			onEnd={() => gathering.end()}
		>
			{visit.arrivals.mayInvite && (
				<Button
					tone="quiet"
					icon="people"
					short
					title={words.visitor.addAgent}
					onClick={visit.invite}
				>
					<span>{words.visitor.addAgent}</span>
				</Button>
			)}
		</SessionFoot>
	);
}

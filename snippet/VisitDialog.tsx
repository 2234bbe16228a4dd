import type { Words } from "../words/words.ts";
import { seenBy } from "./guests.ts";
import { InviteCard } from "./InviteCard.tsx";
import { LinkCard } from "./LinkCard.tsx";
import { RequestQuestion, WelcomeQuestion } from "./questions.tsx";
import type { OpenDialog, Visit } from "./use-visit.ts";

type VisitDialogProps = {
	dialog: OpenDialog;
	visit: Visit;
	words: Words;
};

/** The dialog that is open now. */
export function VisitDialog({ dialog, visit, words }: VisitDialogProps) {
	const { session, arrivals, link } = visit;
	const { gathering, picture } = session;
	const { agents, shared } = picture;
	switch (dialog.about) {
		case "joining":
			return (
				<WelcomeQuestion
					key={dialog.joining.id}
					agent={dialog.agent}
					company={arrivals.house?.company ?? ""}
					sees={shared && seenBy(dialog.joining, shared, words)}
					words={words}
					onAnswer={(allowed) => gathering?.welcome(dialog.joining.id, allowed)}
				/>
			);
		case "link":
			return <LinkCard link={link} agent={agents} words={words} />;
		case "request":
			return (
				<RequestQuestion
					facts={dialog.facts}
					words={words}
					onAnswer={(answer) => gathering?.answer(answer)}
				/>
			);
		case "invitation":
			return (
				<InviteCard
					desk={arrivals.desk}
					words={words}
					onAgain={arrivals.renewKey}
					onBack={arrivals.stopInviting}
				/>
			);
		default:
			return dialog satisfies never;
	}
}

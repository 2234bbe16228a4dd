import { Button } from "../look/Button.tsx";
import { SessionFoot } from "../panel/SessionFoot.tsx";
import type { Session } from "../session/session.ts";
import type { Words } from "../words/words.ts";
import type { OpenSession } from "./use-session.ts";

type AgentFootProps = {
	session: Session;
	open: OpenSession;
	words: Words;
	/** Undefined while there is no document that another could be shared instead of. */
	onShareAnother: (() => void) | undefined;
};

/** With whom the agent is in session, besides the visitor too. */
export function AgentFoot(props: AgentFootProps) {
	const { session, open, words, onShareAnother } = props;
	const say = words.agent;
	const name = say.visitor;
	const others = open.others?.agents ?? [];
	return (
		<SessionFoot
			people={[{ name, presence: open.presence }]}
			label={
				others.length > 0
					? say.inSessionWith(words.people(others))
					: say.inSession
			}
			travels={async () => [{ name, travel: await session.travel() }]}
			words={words}
			onEnd={() => session.end()}
		>
			{onShareAnother && (
				<Button
					tone="quiet"
					icon="share"
					short
					title={say.shareAnother}
					onClick={onShareAnother}
				>
					<span>{say.shareAnother}</span>
				</Button>
			)}
		</SessionFoot>
	);
}

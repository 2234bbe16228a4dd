import type { ComponentChildren } from "preact";
import { Button } from "../look/Button.tsx";
import type { Session } from "../session/session.ts";
import type { SessionState } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { JoinForm } from "./JoinForm.tsx";
import { Message } from "./PanelShell.tsx";
import { EndedScreen, SignedOut } from "./screens.tsx";
import type { Account } from "./use-account.ts";
import type { ViewerPage } from "./use-page.ts";
import type { WayIn } from "./use-way-in.ts";

type MenuScreenProps = {
	words: Words;
	page: ViewerPage;
	account: Account;
	/** The administrator has taken the agent's access back. */
	revoked: boolean;
	session: Session | undefined;
	state: SessionState | undefined;
	wayIn: WayIn;
	/** From a session that has ended to the next one. */
	onAgain(): void;
	/** What can be shared, where the agent is in a session. */
	children: ComponentChildren;
};

/**
 * The panel without a document: what can be shared, or why nothing can be and the way there. What follows
 * one another on the way into a session stands in one region: each is read out, and the focus stays on the button.
 */
export function MenuScreen(props: MenuScreenProps) {
	const { words, page, account, session, state, wayIn } = props;
	if (page.secure === false)
		return <Message text={words.icon["insecure-page"]} />;
	if (props.revoked && account.phase !== "signed-in")
		return <Message text={words.agent.revoked} />;
	if (account.phase !== "signed-in")
		return <SignedOut account={account} words={words} />;
	if (state?.phase === "ended")
		return <EndedScreen state={state} words={words} onAgain={props.onAgain} />;
	if (props.children) return props.children;
	if (wayIn.goingBack)
		return (
			<Message text={words.agent.goingBack}>
				<Button onClick={wayIn.leave}>{words.panel.endSession}</Button>
			</Message>
		);
	if (session)
		return (
			<Message text={words.agent.waitingForWelcome}>
				<Button onClick={() => session.end()}>{words.panel.cancel}</Button>
			</Message>
		);
	return (
		<div class="panel-body">
			<JoinForm
				words={words}
				pageKey={page.key}
				joining={wayIn.joining}
				wrong={wayIn.failure ? words.join[wayIn.failure] : ""}
				onJoin={(key) => void wayIn.join(key)}
			/>
			<p class="quiet">{words.panel.poweredBy}</p>
		</div>
	);
}

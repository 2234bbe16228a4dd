import { Button } from "../look/Button.tsx";
import { endedSentence } from "../panel/ended-words.ts";
import type { SessionState } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { browser } from "./browser.ts";
import { keepToken } from "./options-store.ts";
import { Message } from "./PanelShell.tsx";
import { SignInWithCompany } from "./SignInWithCompany.tsx";
import type { Account } from "./use-account.ts";
import { useCompanyWay } from "./use-company-way.ts";

/** The extension is not set up, or the server is out of reach: why, and the way to mend it. */
export function SignedOut(props: { account: Account; words: Words }) {
	const { account, words } = props;
	const server =
		account.phase === "unusable" && account.reason === "sign-in"
			? account.server
			: undefined;
	const way = useCompanyWay(server);
	if (account.phase !== "unusable" || way === "asking")
		return <Message text="" />;
	return (
		<Message text={way ? words.company.first : words.icon[account.reason]}>
			{server !== undefined && way && (
				<SignInWithCompany
					server={server}
					way={way}
					words={words}
					onToken={(token) => void keepToken(token)}
				/>
			)}
			<Button onClick={() => void browser.runtime.openOptionsPage()}>
				{words.agent.options}
			</Button>
		</Message>
	);
}

/** The session is over: who ended it, and the way to the next one. */
export function EndedScreen(props: {
	state: Extract<SessionState, { phase: "ended" }>;
	words: Words;
	onAgain(): void;
}) {
	const { state, words, onAgain } = props;
	return (
		<Message text={endedSentence(state, "agent", words)}>
			<Button tone="primary" onClick={onAgain}>
				{words.agent.joinAnother}
			</Button>
		</Message>
	);
}

import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { AgentSettings } from "../policy/settings.ts";
import { agentSettings } from "../session/signaling-api.ts";
import type { Words } from "../words/words.ts";
import { SignInWithCompany } from "./SignInWithCompany.tsx";
import { useCompanyWay } from "./use-company-way.ts";

type SignInStateProps = {
	server: string;
	/** The sign-in that is kept here; empty where there is none. */
	token: string;
	words: Words;
	/** Another sign-in is to be kept, or none. */
	onToken(token: string): void;
};

/** Who is signed in here, with the way out; else the way in that the company offers. */
export function SignInState({
	server,
	token,
	words,
	onToken,
}: SignInStateProps) {
	const say = words.company;
	const agent = useAgent(server, token);
	const way = useCompanyWay(server);
	const [signedOut, setSignedOut] = useState(false);
	const part = useRef<HTMLElement>(null);

	/** What was pressed is gone with the answer: the focus stays in this part of the page. */
	function take(next: string) {
		setSignedOut(next === "");
		part.current?.focus();
		onToken(next);
	}

	return (
		<section
			ref={part}
			class="sign-in-state"
			tabIndex={-1}
			aria-label={say.part}
			hidden={!agent && !signedOut && typeof way !== "object"}
		>
			<p role="status" class={agent ? "good" : "quiet"}>
				{agent
					? say.signedIn(agent.name, agent.company, agent.role)
					: signedOut && say.signedOut}
			</p>
			{agent ? (
				<Button onClick={() => take("")}>{say.signOut}</Button>
			) : (
				typeof way === "object" && (
					<SignInWithCompany
						server={server}
						way={way}
						words={words}
						onToken={take}
					/>
				)
			)}
		</section>
	);
}

/** Whose token it is; undefined while nobody says. */
function useAgent(server: string, token: string): AgentSettings | undefined {
	const [known, setKnown] = useState<{
		token: string;
		agent: AgentSettings | undefined;
	}>();
	useEffect(() => {
		if (token === "") return;
		let current = true;
		void agentSettings(server, token)
			.catch(() => undefined)
			.then((agent) => {
				if (current) setKnown({ token, agent });
			});
		return () => {
			current = false;
		};
	}, [server, token]);
	return token !== "" && known?.token === token ? known.agent : undefined;
}

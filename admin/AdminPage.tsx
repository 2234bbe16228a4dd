import { useEffect, useMemo, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { AccountPage } from "./AccountPage.tsx";
import type { Me } from "./answers.ts";
import { CallFailure, createCalls, sentenceOf } from "./calls.ts";
import type { Entrance } from "./entrance.ts";
import { SignInAgain } from "./SignInAgain.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { useWords } from "./words-context.ts";
import "./sign-in.css";

type Phase =
	| { at: "opening" }
	| { at: "failed"; sentence: string }
	| { at: "set-up"; setup: string }
	/** `why` they are not, where they meant to be. */
	| { at: "signed-out"; why?: string }
	| { at: "signed-in"; me: Me };

/** Somebody waits for the sign-in to go on with what they were doing. */
type Asked = { signedIn(): void; cancel(): void };

/** Who is there, and what they are shown. */
export function AdminPage({ entrance }: { entrance: Entrance }) {
	const words = useWords();
	const [phase, setPhase] = useState<Phase>(
		entrance.by === "setup"
			? { at: "set-up", setup: entrance.token }
			: { at: "opening" },
	);
	const [asked, setAsked] = useState<readonly Asked[]>([]);
	const calls = useMemo(
		() =>
			createCalls(
				() =>
					new Promise<void>((resolve, reject) => {
						const one: Asked = {
							signedIn: resolve,
							cancel: () =>
								reject(new CallFailure(401, "sign-in", words.signIn.cancelled)),
						};
						setAsked((before) => [...before, one]);
					}),
			),
		[],
	);

	async function open() {
		setPhase({ at: "opening" });
		const byLink = entrance.by === "link";
		try {
			const me = await (byLink
				? calls.signInByLink(entrance.token)
				: calls.whoAmI());
			setPhase({ at: "signed-in", me });
		} catch (error) {
			setPhase(phaseOf(error, byLink));
		}
	}

	function phaseOf(error: unknown, byLink: boolean): Phase {
		const status = error instanceof CallFailure ? error.status : 0;
		if (byLink && (status === 404 || status === 400))
			return { at: "signed-out", why: words.signIn.linkOver };
		if (!byLink && status === 401) return { at: "signed-out" };
		return { at: "failed", sentence: sentenceOf(error) };
	}

	useEffect(() => {
		if (entrance.by !== "setup") void open();
	}, []);

	const signedIn = (me: Me) => setPhase({ at: "signed-in", me });

	function signedInAgain(before: Me, me: Me) {
		// Somebody of another group: nothing on this page is theirs.
		if (me.group !== before.group) return location.reload();
		setPhase({ at: "signed-in", me });
		for (const { signedIn } of asked) signedIn();
		setAsked([]);
	}

	switch (phase.at) {
		case "opening":
			return (
				<main class="alone">
					<p role="status">{words.page.opening}</p>
				</main>
			);
		case "failed":
			return (
				<main class="alone">
					<h1>{words.page.title}</h1>
					<p role="alert">{phase.sentence}</p>
					<Button onClick={open}>{words.page.tryAgain}</Button>
				</main>
			);
		case "set-up":
			return (
				<main class="alone">
					<p class="product">{words.page.title}</p>
					<SignInForm
						key="set-up"
						calls={calls}
						setup={phase.setup}
						title={words.setUp.title}
						body={words.setUp.body}
						onSignedIn={signedIn}
					>
						<Button tone="quiet" onClick={open}>
							{words.setUp.instead}
						</Button>
					</SignInForm>
				</main>
			);
		case "signed-out":
			return (
				<main class="alone">
					<p class="product">{words.page.title}</p>
					{phase.why !== undefined && (
						<p role="alert" class="wrong">
							{phase.why}
						</p>
					)}
					<SignInForm
						key="sign-in"
						calls={calls}
						title={words.signIn.title}
						onSignedIn={signedIn}
					/>
				</main>
			);
		case "signed-in":
			return (
				<>
					<AccountPage
						me={phase.me}
						calls={calls}
						onSignedOut={() => setPhase({ at: "signed-out" })}
					/>
					{asked.length > 0 && (
						<SignInAgain
							calls={calls}
							name={phase.me.name}
							onSignedIn={(me) => signedInAgain(phase.me, me)}
							onCancel={() => {
								for (const { cancel } of asked) cancel();
								setAsked([]);
							}}
						/>
					)}
				</>
			);
		default:
			return phase satisfies never;
	}
}

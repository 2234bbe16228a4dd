import { useEffect, useMemo, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { AccountPage } from "./AccountPage.tsx";
import type { Me } from "./answers.ts";
import { CallFailure, createCalls, sentenceOf } from "./calls.ts";
import { SignInAgain } from "./SignInAgain.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { useWords } from "./words-context.ts";

type Phase =
	| { at: "opening" }
	| { at: "failed"; sentence: string }
	| { at: "set-up"; setup: string }
	| { at: "signed-out" }
	| { at: "signed-in"; me: Me };

/** Somebody waits for the sign-in to go on with what they were doing. */
type Asked = { signedIn(): void; cancel(): void };

/** Who is there, and what they are shown. */
export function AdminPage({ setup }: { setup: string | undefined }) {
	const words = useWords();
	const [phase, setPhase] = useState<Phase>(
		setup === undefined ? { at: "opening" } : { at: "set-up", setup },
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
		try {
			setPhase({ at: "signed-in", me: await calls.whoAmI() });
		} catch (error) {
			const signedOut = error instanceof CallFailure && error.status === 401;
			setPhase(
				signedOut
					? { at: "signed-out" }
					: { at: "failed", sentence: sentenceOf(error) },
			);
		}
	}
	useEffect(() => {
		if (setup === undefined) void open();
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

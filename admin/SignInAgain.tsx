import { useEffect, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Me } from "./answers.ts";
import type { Calls } from "./calls.ts";
import { SignInForm } from "./SignInForm.tsx";
import { useWords } from "./words-context.ts";

type SignInAgainProps = {
	calls: Calls;
	name: string;
	onSignedIn(me: Me): void;
	onCancel(): void;
};

/** The sign-in has ended in the middle of work: asked for over the page, which stays as it is. */
export function SignInAgain(props: SignInAgainProps) {
	const { calls, name, onSignedIn, onCancel } = props;
	const words = useWords();
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		const before = document.activeElement;
		dialog.current?.showModal();
		dialog.current
			?.querySelector<HTMLInputElement>("#sign-in-password")
			?.focus();
		return () => {
			if (before instanceof HTMLElement && before.isConnected) before.focus();
		};
	}, []);
	return (
		<dialog
			ref={dialog}
			class="sign-in-again"
			aria-labelledby="sign-in-title"
			onCancel={onCancel}
		>
			<SignInForm
				calls={calls}
				name={name}
				title={words.signIn.again}
				body={words.signIn.againBody}
				onSignedIn={onSignedIn}
			>
				<Button onClick={onCancel}>{words.page.cancel}</Button>
			</SignInForm>
		</dialog>
	);
}

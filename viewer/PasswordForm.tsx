import { useEffect, useId, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { Icon } from "../look/Icon.tsx";
import type { Words } from "../words/words.ts";

export type PasswordFormProps = {
	words: Words["viewer"];
	/** The password before this was not right. */
	wrong: boolean;
	/** It is being tried. */
	busy: boolean;
	onPassword(password: string): void;
};

/** Asks for a document's password. It is used in this frame and goes nowhere. */
export function PasswordForm(props: PasswordFormProps) {
	const { words, wrong, busy, onPassword } = props;
	const box = useRef<HTMLInputElement>(null);
	const id = useId();
	useEffect(() => {
		// A password field has no role of its own, so that nothing that looks for a text box by its name finds it.
		box.current?.setAttribute("role", "textbox");
	}, []);
	useEffect(() => {
		if (!busy) box.current?.select();
	}, [busy]);
	// Not by a form's submit event: a sandboxed frame without allow-forms never fires it.
	const enter = () => {
		if (!busy && box.current?.value) onPassword(box.current.value);
	};
	return (
		<section class="password" aria-labelledby={`${id}-title`}>
			<span class="badge">
				<Icon name="lock" size={24} />
			</span>
			<h2 id={`${id}-title`}>{words.passwordNeeded}</h2>
			<label for={`${id}-box`}>{words.password}</label>
			<input
				id={`${id}-box`}
				ref={box}
				type="password"
				autocomplete="off"
				maxLength={1_000}
				aria-describedby={`${id}-note ${id}-wrong`}
				aria-invalid={wrong}
				onKeyDown={({ key }) => key === "Enter" && enter()}
			/>
			<p id={`${id}-wrong`} class="wrong" role="alert">
				{wrong && !busy && words.passwordWrong}
			</p>
			<p id={`${id}-note`} class="note">
				{words.passwordStays}
			</p>
			<Button tone="primary" wide disabled={busy} onClick={enter}>
				{words.passwordOpen}
			</Button>
		</section>
	);
}

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import "../look/field.css";
import type { Me } from "./answers.ts";
import { type Calls, sentenceOf } from "./calls.ts";
import { useWords } from "./words-context.ts";
import "./sign-in.css";

type SignInFormProps = {
	calls: Calls;
	/** With a set-up token the name and the password are chosen instead of asked for. */
	setup?: string | undefined;
	title: string;
	body?: string;
	name?: string;
	onSignedIn(me: Me): void;
	/** More buttons. */
	children?: ComponentChildren;
};

/** Name and password, of an administrator who is there or of one to be. */
export function SignInForm(props: SignInFormProps) {
	const { calls, setup, title, body, onSignedIn, children } = props;
	const words = useWords();
	const say = words.signIn;
	const [name, setName] = useState(props.name ?? "");
	const [password, setPassword] = useState("");
	const [shown, setShown] = useState(false);
	const [wrong, setWrong] = useState("");
	const [waiting, setWaiting] = useState(false);
	const nameField = useRef<HTMLInputElement>(null);
	const passwordField = useRef<HTMLInputElement>(null);

	async function submit() {
		if (waiting) return;
		const missing = missingPart();
		if (missing !== undefined) {
			setWrong(missing.sentence);
			missing.field?.focus();
			return;
		}
		setWaiting(true);
		setWrong("");
		try {
			onSignedIn(
				await (setup === undefined
					? calls.signIn(name.trim(), password)
					: calls.setUp(setup, name.trim(), password)),
			);
		} catch (error) {
			setWrong(sentenceOf(error));
			passwordField.current?.focus();
		} finally {
			setWaiting(false);
		}
	}

	function missingPart() {
		if (name.trim() === "")
			return {
				sentence: setup === undefined ? say.missing : words.setUp.nameMissing,
				field: nameField.current,
			};
		const field = passwordField.current;
		if (setup === undefined)
			return password === "" ? { sentence: say.missing, field } : undefined;
		return password.length < 12
			? { sentence: words.setUp.passwordShort, field }
			: undefined;
	}

	const passwordAttributes = {
		ref: passwordField,
		id: "sign-in-password",
		autoComplete: setup === undefined ? "current-password" : "new-password",
		autoCapitalize: "none" as const,
		spellcheck: false,
		maxLength: 200,
		value: password,
		"aria-invalid": wrong !== "" && name.trim() !== "",
		"aria-describedby": "sign-in-password-hint sign-in-wrong",
		onInput: (event: { currentTarget: HTMLInputElement }) =>
			setPassword(event.currentTarget.value),
	};

	return (
		<form
			class="sign-in"
			noValidate
			aria-labelledby="sign-in-title"
			onSubmit={(event) => {
				event.preventDefault();
				void submit();
			}}
		>
			<h1 id="sign-in-title">{title}</h1>
			{body !== undefined && <p>{body}</p>}
			<div class="field">
				<label for="sign-in-name">{say.name}</label>
				<input
					ref={nameField}
					id="sign-in-name"
					autoComplete="username"
					autoCapitalize="none"
					spellcheck={false}
					maxLength={80}
					value={name}
					aria-invalid={wrong !== "" && name.trim() === ""}
					aria-describedby="sign-in-name-hint sign-in-wrong"
					onInput={({ currentTarget }) => setName(currentTarget.value)}
				/>
				<p id="sign-in-name-hint" class="hint">
					{setup !== undefined && words.setUp.nameHint}
				</p>
			</div>
			<div class="field">
				<label for="sign-in-password">{say.password}</label>
				{shown ? (
					<input type="text" {...passwordAttributes} />
				) : (
					<input type="password" {...passwordAttributes} />
				)}
				<p id="sign-in-password-hint" class="hint">
					{setup !== undefined && words.setUp.passwordHint}
				</p>
			</div>
			<label class="check-line">
				<input
					type="checkbox"
					checked={shown}
					onChange={({ currentTarget }) => setShown(currentTarget.checked)}
				/>
				{say.show}
			</label>
			<p id="sign-in-wrong" role="alert" class="wrong">
				{wrong}
			</p>
			<div class="save-buttons">
				<Button tone="primary" type="submit" aria-disabled={waiting}>
					{setup === undefined ? say.submit : words.setUp.submit}
				</Button>
				{children}
			</div>
			{setup === undefined && <p class="hint">{say.forgotten}</p>}
		</form>
	);
}

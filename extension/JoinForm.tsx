import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { Field } from "../look/Field.tsx";
import type { Words } from "../words/words.ts";

type JoinFormProps = {
	words: Words;
	/** The key that the page shows; typed by the agent otherwise. */
	pageKey: string | null;
	joining: boolean;
	/** Why the last attempt failed. */
	wrong: string;
	onJoin(key: string): void;
};

/** Where the agent types the visitor's digits. What was typed is kept when it was wrong. */
export function JoinForm(props: JoinFormProps) {
	const { words, pageKey, joining, wrong, onJoin } = props;
	const [key, setKey] = useState(pageKey ?? "");
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => {
		if (pageKey) setKey(pageKey);
	}, [pageKey]);
	useEffect(() => input.current?.focus(), []);
	useEffect(() => {
		if (wrong) input.current?.focus();
	}, [wrong]);
	return (
		<form
			class="panel-group"
			onSubmit={(event) => {
				event.preventDefault();
				if (!joining) onJoin(key);
			}}
		>
			<Field
				id="key"
				label={words.agent.sessionKey}
				hint={words.agent.keyHint}
				wrong={wrong === "" ? undefined : wrong}
				urgent
			>
				{(attributes) => (
					<input
						{...attributes}
						ref={input}
						class="key-input"
						inputMode="numeric"
						autoComplete="off"
						spellcheck={false}
						value={key}
						onInput={({ currentTarget }) => setKey(currentTarget.value)}
					/>
				)}
			</Field>
			<Button tone="primary" wide type="submit" aria-disabled={joining}>
				{joining ? words.agent.joining : words.agent.join}
			</Button>
		</form>
	);
}

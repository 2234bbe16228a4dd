import { useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import "../look/field.css";
import { sentenceOf } from "./calls.ts";
import { useWords } from "./words-context.ts";

type InviteFormProps = {
	roles: readonly string[];
	/** Rejects with a CallFailure: then the entries stay. */
	onInvite(name: string, role: string): Promise<void>;
};

/** Name and role of an agent to be. */
export function InviteForm({ roles, onInvite }: InviteFormProps) {
	const say = useWords().agents;
	const [name, setName] = useState("");
	const [chosen, setChosen] = useState<string>();
	const [wrong, setWrong] = useState("");
	const nameField = useRef<HTMLInputElement>(null);
	const role = chosen ?? roles[0];

	async function submit() {
		setWrong("");
		if (role === undefined) return setWrong(say.roleMissing);
		if (name.trim() === "") {
			setWrong(say.nameMissing);
			nameField.current?.focus();
			return;
		}
		try {
			await onInvite(name.trim(), role);
			setName("");
		} catch (error) {
			setWrong(sentenceOf(error));
		}
	}

	return (
		<form
			class="invite"
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void submit();
			}}
		>
			<div class="field">
				<label for="invite-name">{say.name}</label>
				<input
					ref={nameField}
					id="invite-name"
					autoComplete="off"
					maxLength={80}
					value={name}
					aria-invalid={wrong !== "" && name.trim() === ""}
					aria-describedby="invite-wrong"
					onInput={({ currentTarget }) => setName(currentTarget.value)}
				/>
			</div>
			<div class="field">
				<label for="invite-role">{say.role}</label>
				<select
					id="invite-role"
					value={role ?? ""}
					onChange={({ currentTarget }) => setChosen(currentTarget.value)}
				>
					{roles.map((one) => (
						<option key={one} value={one}>
							{one}
						</option>
					))}
				</select>
			</div>
			<Button type="submit">{say.invite}</Button>
			<p id="invite-wrong" role="alert" class="wrong">
				{wrong}
			</p>
		</form>
	);
}

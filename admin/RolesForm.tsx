import { useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { CheckField, Field } from "../look/Field.tsx";
import type { GroupSettings } from "../policy/group-settings.ts";
import { MAX_ROLES, type Sharing } from "../policy/settings.ts";
import type { Account } from "./account.ts";
import { SectionForm } from "./SectionForm.tsx";
import type { Plan } from "./save-section.ts";
import { SWITCHES } from "./switches.ts";
import { useSection } from "./use-section.ts";
import { useWords } from "./words-context.ts";

/** `was`: its name in the draft, so that the links of a role follow its new name. Null for a new role. */
type TypedRole = { was: string | null; name: string; sharing: Sharing };

const PLAN: Plan<TypedRole[]> = {
	read: ({ roles }) =>
		roles.map(({ name, sharing }) => ({ was: name, name, sharing })),
	write: (settings, typed) => ({
		...settings,
		roles: typed.map(({ name, sharing }) => ({ name, sharing })),
		links: settings.links.map((link) => {
			const role = typed.find(({ was }) => was !== null && was === link.role);
			return role === undefined ? link : { ...link, role: role.name.trim() };
		}),
	}),
};

const EVERYTHING: Sharing = {
	visitorDocumentShare: true,
	agentDocumentShare: true,
	agentDownloadDocumentShare: true,
	visitorDownloadDocumentShare: true,
};

type RolesFormProps = {
	account: Account;
	onUnsaved(unsaved: boolean): void;
};

/** What agents of each role may do, within what the group allows. */
export function RolesForm({ account, onUnsaved }: RolesFormProps) {
	const words = useWords();
	const say = words.roles;
	const section = useSection(account, PLAN, onUnsaved);
	const { typed: roles, type, errorAt, forgetErrors } = section;
	const [said, setSaid] = useState("");
	const { settings } = account.draft;

	function add() {
		if (roles.length >= MAX_ROLES) return setSaid(say.full(MAX_ROLES));
		setSaid("");
		forgetErrors();
		type([...roles, { was: null, name: "", sharing: EVERYTHING }]);
		const id = `roles.${roles.length}.name`;
		requestAnimationFrame(() => document.getElementById(id)?.focus());
	}

	function remove(index: number) {
		const role = roles[index];
		const links = linksOf(settings, role?.was ?? null);
		if (role !== undefined && links.length > 0)
			return setSaid(say.inUse(role.name, links.join(", ")));
		setSaid("");
		forgetErrors();
		type(roles.filter((_, at) => at !== index));
	}

	function change(index: number, part: Partial<TypedRole>) {
		type(roles.map((role, at) => (at === index ? { ...role, ...part } : role)));
	}

	return (
		<SectionForm section={section}>
			<h3>{say.title}</h3>
			<p class="about">{say.about}</p>
			{roles.length === 0 && <p class="hint">{say.none}</p>}
			{roles.map((role, index) => (
				<fieldset
					// A new role has no name yet, and two may have the same one while they are typed.
					key={index}
					class="role"
				>
					<legend>{say.role(role.name)}</legend>
					<Field
						id={`roles.${index}.name`}
						label={say.name}
						wrong={errorAt(`roles.${index}.name`, say.name)}
					>
						{(attributes) => (
							<input
								{...attributes}
								autoComplete="off"
								value={role.name}
								onInput={({ currentTarget: { value } }) =>
									change(index, { name: value })
								}
							/>
						)}
					</Field>
					{SWITCHES.map((name) => (
						<CheckField
							key={name}
							id={`roles.${index}.sharing.${name}`}
							label={words.switches[name]}
							hint={settings.sharing[name] ? undefined : say.groupOff}
							checked={role.sharing[name]}
							onChange={(on) =>
								change(index, { sharing: { ...role.sharing, [name]: on } })
							}
						/>
					))}
					<div>
						<Button tone="quiet" onClick={() => remove(index)}>
							{say.remove}
						</Button>
					</div>
				</fieldset>
			))}
			<div class="save-buttons">
				<Button icon="plus" onClick={add}>
					{say.add}
				</Button>
				<p role="status" class="wrong">
					{said}
				</p>
			</div>
		</SectionForm>
	);
}

function linksOf({ links }: GroupSettings, role: string | null): string[] {
	if (role === null) return [];
	return links.filter((link) => link.role === role).map(({ name }) => name);
}

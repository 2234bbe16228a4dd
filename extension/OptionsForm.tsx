import { useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { Field } from "../look/Field.tsx";
import { agentSettings, redeemInvitation } from "../session/signaling-api.ts";
import type { Words } from "../words/words.ts";
import { AdministratorAccess } from "./AdministratorAccess.tsx";
import { browser } from "./browser.ts";
import { checkOptions, type OptionErrors } from "./option-checks.ts";
import {
	type CompanyOptions,
	keepToken,
	type Options,
	saveOptions,
	serverBase,
} from "./options-store.ts";
import { SignInState } from "./SignInState.tsx";

type OptionsFormProps = {
	options: Options;
	/** What the company sets: shown, and not the agent's to change. */
	company: CompanyOptions;
	words: Words;
};

/** Where the server is, who the agent is, and on which pages the icon appears. */
export function OptionsForm({ options, company, words }: OptionsFormProps) {
	const say = words.options;
	const [typed, setTyped] = useState({
		...options,
		viewerPages: options.viewerPages.join("\n"),
	});
	// Who is signed in, and where: as it is kept, for half an address that is being typed is nobody to talk to.
	const [kept, setKept] = useState({
		server: serverBase(options.server),
		token: options.token,
	});
	const [invitation, setInvitation] = useState("");
	const [errors, setErrors] = useState<OptionErrors>({});
	const [result, setResult] = useState("");
	const form = useRef<HTMLFormElement>(null);

	async function save() {
		const next: Options = {
			...typed,
			server: typed.server.trim(),
			token: typed.token.trim(),
			viewerPages: typed.viewerPages
				.split("\n")
				.map((line) => line.trim())
				.filter(Boolean),
		};
		const found = checkOptions(next, words);
		setErrors(found);
		setResult("");
		const [first] = Object.keys(found);
		if (first !== undefined) {
			form.current?.querySelector<HTMLElement>(`#${first}`)?.focus();
			return;
		}
		// Asked for at once, because the browser wants to see the press that led to it.
		const granted =
			next.viewerPages.length === 0 ||
			(await browser.permissions
				.request({ origins: next.viewerPages })
				.catch(() => false));
		const token = await redeemed(next);
		if (token === undefined) {
			setErrors({ invitation: say.wrongInvitation });
			form.current?.querySelector<HTMLElement>("#invitation")?.focus();
			return;
		}
		setInvitation("");
		setTyped((now) => ({ ...now, token }));
		await saveOptions({ ...next, token });
		setKept({ server: serverBase(next.server), token });
		setResult(granted ? await signedIn({ ...next, token }) : say.notGranted);
	}

	function take(token: string) {
		setTyped((now) => ({ ...now, token }));
		setKept((now) => ({ ...now, token }));
		setResult("");
		void keepToken(token);
	}

	/** The token that the invitation stands for; the one there is when none was typed; undefined when it is wrong. */
	async function redeemed({ server, token }: Options) {
		const base = serverBase(server);
		if (invitation.trim() === "" || base === undefined) return token;
		return redeemInvitation(base, invitation.trim()).catch(() => undefined);
	}

	async function signedIn({ server, token }: Options): Promise<string> {
		const base = serverBase(server);
		if (base === undefined || token === "") return say.saved;
		try {
			const { name, company } = await agentSettings(base, token);
			return `${say.saved} ${say.signedInAs(name, company)}`;
		} catch {
			return `${say.saved} ${words.join["sign-in"]}`;
		}
	}

	const field = (
		id: keyof Options,
		label: string,
		hint: string,
		type: "text" | "password" | "lines" = "text",
	) => {
		const fixed = Object.hasOwn(company, id);
		const control = {
			readOnly: fixed,
			value: typed[id],
			spellcheck: false,
			autoComplete: "off",
			onInput: ({
				currentTarget,
			}: {
				currentTarget: HTMLInputElement | HTMLTextAreaElement;
			}) => setTyped({ ...typed, [id]: currentTarget.value }),
		};
		return (
			<Field
				id={id}
				label={label}
				hint={fixed ? say.byCompany : hint}
				wrong={errors[id]}
			>
				{(attributes) =>
					type === "lines" ? (
						<textarea {...attributes} {...control} />
					) : type === "password" ? (
						<input type="password" {...attributes} {...control} />
					) : (
						<input type="text" {...attributes} {...control} />
					)
				}
			</Field>
		);
	};

	return (
		<main>
			<form
				ref={form}
				class="options-form"
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					void save();
				}}
			>
				<h1>{say.title}</h1>
				{field("server", say.server, say.serverHint)}
				{kept.server !== undefined && (
					<SignInState
						server={kept.server}
						token={kept.token}
						words={words}
						onToken={take}
					/>
				)}
				<Field
					id="invitation"
					label={say.invitation}
					hint={say.invitationHint}
					wrong={errors.invitation}
				>
					{(attributes) => (
						<input
							{...attributes}
							type="text"
							value={invitation}
							spellcheck={false}
							autoComplete="off"
							onInput={({ currentTarget }) =>
								setInvitation(currentTarget.value)
							}
						/>
					)}
				</Field>
				{field("token", say.token, say.tokenHint, "password")}
				{field("viewerPages", say.viewerPages, say.viewerPagesHint, "lines")}
				{field("toolbarSelector", say.toolbarSelector, say.toolbarSelectorHint)}
				{field("keySelector", say.keySelector, say.keySelectorHint)}
				<Button tone="primary" type="submit">
					{say.save}
				</Button>
				<p
					role="status"
					class={result.startsWith(say.saved) ? "good" : "wrong"}
				>
					{result}
				</p>
			</form>
			<AdministratorAccess server={typed.server} words={words} />
		</main>
	);
}

import { useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { Field } from "../look/Field.tsx";
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
import { redeem, type SaveResult, savedResult } from "./save-result.ts";

type OptionsFormProps = {
	options: Options;
	/** What the company sets: shown, and not the agent's to change. */
	company: CompanyOptions;
	words: Words;
};

/** Folded away until somebody has used them. */
const FURTHER = ["toolbarSelector", "keySelector"] as const;

const NOTHING_SAID: SaveResult = { good: true, text: "" };

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
	const [result, setResult] = useState<SaveResult>(NOTHING_SAID);
	const form = useRef<HTMLFormElement>(null);
	const more = useRef<HTMLDetailsElement>(null);
	// Where the page is the company's own, these are set; elsewhere nobody needs them on the first day.
	const [showsMore] = useState(
		FURTHER.some((id) => options[id] !== "" || Object.hasOwn(company, id)),
	);

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
		setResult(NOTHING_SAID);
		const [first] = Object.keys(found);
		if (first !== undefined) {
			// What is folded away takes no focus.
			if (more.current && FURTHER.some((id) => id in found))
				more.current.open = true;
			form.current?.querySelector<HTMLElement>(`#${first}`)?.focus();
			return;
		}
		// Asked for at once, because the browser wants to see the press that led to it.
		const granted =
			next.viewerPages.length === 0 ||
			(await browser.permissions
				.request({ origins: next.viewerPages })
				.catch(() => false));
		const redeemed = await redeem(next, invitation.trim(), words);
		if ("wrong" in redeemed) {
			setErrors({ invitation: redeemed.wrong });
			form.current?.querySelector<HTMLElement>("#invitation")?.focus();
			return;
		}
		const { token } = redeemed;
		setInvitation("");
		setTyped((now) => ({ ...now, token }));
		await saveOptions({ ...next, token });
		setKept({ server: serverBase(next.server), token });
		setResult(
			granted
				? await savedResult({ ...next, token }, words)
				: { good: false, text: say.notGranted },
		);
	}

	function take(token: string) {
		setTyped((now) => ({ ...now, token }));
		setKept((now) => ({ ...now, token }));
		setResult(NOTHING_SAID);
		void keepToken(token);
	}

	const field = (
		id: keyof Options,
		label: string,
		hint: string,
		type: "text" | "password" | "lines" = "text",
		/** Of use whoever has set it. */
		andAlso = "",
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
				hint={`${fixed ? say.byCompany : hint} ${andAlso}`.trim()}
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
				<div class="options-head">
					<h1>{say.title}</h1>
					<p class="quiet">{say.about}</p>
				</div>
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
				{field(
					"viewerPages",
					say.viewerPages,
					say.viewerPagesHint,
					"lines",
					say.viewerPagesAsk,
				)}
				<details ref={more} open={showsMore}>
					<summary>{say.more}</summary>
					<div class="options-more">
						{field(
							"toolbarSelector",
							say.toolbarSelector,
							say.toolbarSelectorHint,
						)}
						{field("keySelector", say.keySelector, say.keySelectorHint)}
						{field("token", say.token, say.tokenHint, "password")}
					</div>
				</details>
				<Button tone="primary" type="submit">
					{say.save}
				</Button>
				<p role="status" class={result.good ? "good" : "wrong"}>
					{result.text}
				</p>
			</form>
			<AdministratorAccess server={typed.server} words={words} />
		</main>
	);
}

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import { diffSettings } from "../policy/diff-settings.ts";
import { AdministratorsSection } from "./AdministratorsSection.tsx";
import { AgentsSection } from "./AgentsSection.tsx";
import { type Account, SECTIONS, type SectionName } from "./account.ts";
import { BrandingSection } from "./BrandingSection.tsx";
import { sentenceOf } from "./calls.ts";
import { InstallSection } from "./InstallSection.tsx";
import { LinksSection } from "./LinksSection.tsx";
import { Navigation } from "./Navigation.tsx";
import { PublishSection } from "./PublishSection.tsx";
import { RecordSection } from "./RecordSection.tsx";
import { RolesForm } from "./RolesForm.tsx";
import { SharingSection } from "./SharingSection.tsx";
import { UrlsSection } from "./UrlsSection.tsx";
import { useShownSection } from "./use-shown-section.ts";
import { useWords } from "./words-context.ts";

type SectionsProps = { account: Account; onSignedOut(): void };

/** The page of a signed-in administrator. Sections that are not shown stay as they are, with what was typed. */
export function Sections({ account, onSignedOut }: SectionsProps) {
	const words = useWords();
	const say = words.page;
	const { me, draft, production, calls } = account;
	const shown = useShownSection();
	const [unsaved, setUnsaved] = useState<readonly SectionName[]>([]);
	const [leaving, setLeaving] = useState(false);
	const [failure, setFailure] = useState("");
	const heading = useRef<HTMLHeadingElement>(null);
	const differs =
		diffSettings(production?.settings ?? null, draft.settings).length > 0;
	const unsavedTitles = unsaved.map((name) => words.sections[name]);

	const mark = useCallback((name: SectionName, is: boolean) => {
		setUnsaved((before) => [
			...before.filter((one) => one !== name),
			...(is ? [name] : []),
		]);
	}, []);

	useEffect(() => {
		if (unsaved.length === 0) return;
		const controller = new AbortController();
		const stay = (event: BeforeUnloadEvent) => event.preventDefault();
		addEventListener("beforeunload", stay, { signal: controller.signal });
		return () => controller.abort();
	}, [unsaved.length > 0]);

	// Who chose a section wants to read it; the first one is just there.
	const first = useRef(true);
	useEffect(() => {
		document.title = `${words.sections[shown]} – ${say.title}`;
		if (!first.current) heading.current?.focus();
		first.current = false;
	}, [shown]);

	async function signOut() {
		setLeaving(false);
		try {
			await calls.signOut();
			onSignedOut();
		} catch (error) {
			setFailure(sentenceOf(error));
		}
	}

	function content(name: SectionName) {
		const active = name === shown;
		const onUnsaved = (is: boolean) => mark(name, is);
		switch (name) {
			case "sharing":
				return <SharingSection account={account} onUnsaved={onUnsaved} />;
			case "links":
				return <LinksSection account={account} onUnsaved={onUnsaved} />;
			case "urls":
				return <UrlsSection account={account} onUnsaved={onUnsaved} />;
			case "agents":
				return (
					<>
						<RolesForm account={account} onUnsaved={onUnsaved} />
						<AgentsSection account={account} shown={active} />
						<AdministratorsSection account={account} shown={active} />
					</>
				);
			case "branding":
				return <BrandingSection account={account} onUnsaved={onUnsaved} />;
			case "install":
				return <InstallSection account={account} />;
			case "publish":
				return (
					<PublishSection
						account={account}
						shown={active}
						unsaved={unsavedTitles}
					/>
				);
			case "record":
				return <RecordSection account={account} shown={active} />;
			default:
				return name satisfies never;
		}
	}

	return (
		<div class="admin">
			<header class="admin-head">
				<div class="admin-title">
					<h1>{say.title}</h1>
					<p class="hint">
						{say.of(me.group)} · {say.signedInAs(me.name)}
					</p>
				</div>
				<a class={`badge ${differs ? "differs" : "same"}`} href="#publish">
					{differs ? say.differs : say.same}
				</a>
				<Button
					tone="quiet"
					onClick={() =>
						unsaved.length > 0 ? setLeaving(true) : void signOut()
					}
				>
					{say.signOut}
				</Button>
				{failure !== "" && (
					<p role="alert" class="wrong">
						{failure}
					</p>
				)}
			</header>
			<Navigation shown={shown} unsaved={unsaved} />
			<main class="admin-main">
				{SECTIONS.map((name) => (
					<section
						key={name}
						class="admin-section"
						aria-labelledby={`section-${name}`}
						hidden={name !== shown}
					>
						<h2
							id={`section-${name}`}
							tabIndex={-1}
							ref={name === shown ? heading : null}
						>
							{words.sections[name]}
						</h2>
						{content(name)}
					</section>
				))}
			</main>
			{leaving && (
				<AlertDialog
					title={say.leaveTitle}
					onEscape={() => setLeaving(false)}
					actions={
						<>
							<Button onClick={() => setLeaving(false)}>{say.stay}</Button>
							<Button onClick={signOut}>{say.leave}</Button>
						</>
					}
				>
					<p>{say.leaveBody(unsavedTitles.join(", "))}</p>
				</AlertDialog>
			)}
		</div>
	);
}
